package dev.usher.recorder;

import dev.usher.kernel.Event;
import dev.usher.kernel.IoError;
import dev.usher.kernel.Kernel;
import dev.usher.kernel.Postback;
import dev.usher.kernel.PostbackArgs;
import dev.usher.kernel.States;
import dev.usher.wheel.Opened;
import dev.usher.wheel.ReadWrite;
import dev.usher.wheel.SocketFactory;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A server that answers lines out of everything that a kernel can get from outside. */
final class Answering {
    static final int PORT = 9000;
    static final Event<String> SAY = Event.named("say", String.class);
    static final Event<Object> WHATEVER = Event.any("whatever");
    private static final Event<Opened> ACCEPTED = Event.named("accepted", Opened.class);
    private static final Event<IoError> FAILED = Event.named("failed", IoError.class);
    private static final Event<String> INPUT = Event.named("input", String.class);
    private static final Event<IoError> ERROR = Event.named("error", IoError.class);
    private static final Event<Void> LATER = Event.named("later");
    private static final Event<Found> DONE = Event.named("done", Found.class);
    private static final Event<Throwable> BROKEN = Event.named("broken", Throwable.class);
    private static final Event<PostbackArgs> TOLD = Event.named("told", PostbackArgs.class);
    private static final Event<Void> EXTRA = Event.named("extra");

    /** What offloaded work finds. */
    record Found(String text, TimeUnit unit, byte[] bytes) {}

    final Map<Long, ReadWrite<String, String>> clients = new HashMap<>();
    final String greeting;
    final boolean more;
    int works; // done here
    Consumer<Postback> postbacks = postback -> {};

    Answering(String greeting, boolean more) {
        this.greeting = greeting;
        this.more = more;
    }

    static Answering plain() {
        return new Answering("hello", false);
    }

    void start(Kernel kernel) {
        kernel.create(STATES, this);
    }

    private void say(String line) {
        clients.values().forEach(client -> client.put(line));
    }

    private static final States<Answering> STATES = States.of(Answering.class)
            .start((heap, poe) -> {
                poe.aliasSet("answering");
                SocketFactory.listen(PORT)
                        .successEvent(ACCEPTED)
                        .failureEvent(FAILED)
                        .open(poe);
                heap.postbacks.accept(poe.postbackOnce(TOLD, "fixed"));
            })
            .sig("HUP", (heap, poe, signal) -> heap.say("signal " + signal.name()))
            .on(ACCEPTED, (heap, poe, accepted) -> {
                ReadWrite<String, String> client = ReadWrite.with(new Words())
                        .inputEvent(INPUT)
                        .errorEvent(ERROR)
                        .open(poe, accepted.link());
                heap.clients.put(client.id(), client);
                client.put(heap.greeting + " " + accepted.link().remoteAddress());
                if (heap.more) {
                    poe.yield(EXTRA);
                }
            })
            .on(EXTRA, (heap, poe) -> {})
            .on(ERROR, (heap, poe, error) -> heap.clients.remove(poe.wheelId()).close())
            .on(SAY, (heap, poe, line) -> heap.say("said " + line))
            .on(WHATEVER, (heap, poe, payload) -> heap.say("got " + payload))
            .on(LATER, (heap, poe) -> heap.say("later " + poe.kernel().clock().wallTime()))
            .on(DONE, (heap, poe, found) -> heap.say("done " + found.text + found.unit + found.bytes.length))
            .on(BROKEN, (heap, poe, error) -> heap.say("broken " + error))
            .on(TOLD, (heap, poe, args) -> heap.say("told " + args.fixed() + args.given()))
            .on(INPUT, (heap, poe, line) -> {
                switch (line) {
                    case "die" -> throw new IllegalStateException("as asked");
                    case "end" -> poe.kernel().stop();
                    case "later" -> poe.delay(LATER, Duration.ofMillis(3));
                    case "random" -> heap.say("random " + poe.kernel().entropy().nextLong());
                    case "name" -> heap.say("name " + resolved(poe.kernel()));
                    case "work" ->
                        poe.offload(
                                () -> {
                                    heap.works++;
                                    return new Found("it", TimeUnit.DAYS, new byte[7]);
                                },
                                DONE,
                                BROKEN);
                    case "fail" ->
                        poe.offload(
                                () -> {
                                    throw new IOException("no such thing");
                                },
                                DONE,
                                BROKEN);
                    default -> heap.say("echo " + line);
                }
            });

    private static String resolved(Kernel kernel) {
        try {
            return kernel.network().resolve("localhost").toString();
        } catch (IOException e) {
            return e.toString();
        }
    }
}
