package dev.usher.examples;

import dev.usher.kernel.Call;
import dev.usher.kernel.Context;
import dev.usher.kernel.Event;
import dev.usher.kernel.Kernel;
import dev.usher.kernel.States;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;

/**
 * Two sessions and a clock. One counts down and sends what is to be said to the other, known by its alias only. The
 * kernel ends when nothing is left to happen: an alias alone keeps nobody alive for ever.
 */
final class Countdown {
    static final List<Option> OPTIONS = List.of(Option.number("from", 3, 0, 1_000));

    private static final Event<Integer> TICK = Event.named("tick", Integer.class);
    private static final Event<String> SAY = Event.named("say", String.class);
    private static final Call<Void, Integer> HOW_MANY = Call.answering("how_many", Integer.class);

    private static final States<Countdown> STATES = States.of(Countdown.class)
            .start((countdown, poe) -> poe.yield(TICK, countdown.from))
            .on(TICK, Countdown::tick);

    private final int from;

    private Countdown(int from) {
        this.from = from;
    }

    private void tick(Context poe, int left) {
        if (left > 0) {
            poe.post("speaker", SAY, left + " ...");
            poe.delay(TICK, Duration.ofSeconds(1), left - 1);
        } else {
            poe.call("speaker", SAY, "Lift off!");
            int lines = poe.callOr("speaker", HOW_MANY, null, 0);
            poe.post("speaker", SAY, "(" + lines + " lines were said)");
        }
    }

    /** The session that says things. */
    private static final class Speaker {
        private static final States<Speaker> STATES = States.of(Speaker.class)
                .start((speaker, poe) -> poe.aliasSet("speaker"))
                .on(SAY, Speaker::say)
                .answer(HOW_MANY, (speaker, poe) -> speaker.lines);

        private final PrintStream out;
        private int lines;

        Speaker(PrintStream out) {
            this.out = out;
        }

        private void say(Context poe, String line) {
            lines++;
            out.println(line);
        }
    }

    static void start(Kernel kernel, int from, PrintStream out) {
        kernel.create(Speaker.STATES, new Speaker(out));
        kernel.create(STATES, new Countdown(from));
    }

    static int run(Arguments arguments, PrintStream out, PrintStream err) {
        Kernel kernel = new Kernel();
        start(kernel, arguments.number("from"), out);
        kernel.run();
        return 0;
    }
}
