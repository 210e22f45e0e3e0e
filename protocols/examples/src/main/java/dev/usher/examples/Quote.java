package dev.usher.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.usher.filters.LineFilter;
import dev.usher.kernel.Context;
import dev.usher.kernel.Event;
import dev.usher.kernel.IoError;
import dev.usher.kernel.Kernel;
import dev.usher.kernel.States;
import dev.usher.wheel.Opened;
import dev.usher.wheel.ReadWrite;
import dev.usher.wheel.SocketFactory;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;

/**
 * A client, out of two wheels: one connects, the other talks. It waits for the server's banner, then says its lines,
 * each when the one before has been answered.
 */
final class Quote {
    static final List<Option> OPTIONS =
            List.of(Option.host(), Option.number("port", 7013, 1, 65_535), Option.number("timeout", 5, 1, 86_400));

    private static final Event<Opened> CONNECTED = Event.named("connected", Opened.class);
    private static final Event<IoError> REFUSED = Event.named("refused", IoError.class);
    private static final Event<String> ANSWER = Event.named("answer", String.class);
    private static final Event<IoError> ENDED = Event.named("ended", IoError.class);
    private static final Event<Void> TIMEOUT = Event.named("timeout");

    static final States<Quote> STATES = States.of(Quote.class)
            .start(Quote::start)
            .on(CONNECTED, Quote::connected)
            .on(REFUSED, (quote, poe, error) -> quote.fail(poe, "cannot " + error.operation() + ": " + error.text()))
            .on(ANSWER, Quote::answer)
            .on(
                    ENDED,
                    (quote, poe, error) -> quote.fail(
                            poe, error.isEnd() ? "the server closed the connection too early" : error.text()))
            .on(TIMEOUT, (quote, poe) -> quote.fail(poe, "not done within " + quote.timeout.toSeconds() + " s"));

    private final String host;
    private final int port;
    private final Duration timeout;
    private final Queue<String> lines;
    private final PrintStream out;
    private final PrintStream err;
    private SocketFactory connector;
    private ReadWrite<String, String> server; // null until connected
    private boolean failed;

    Quote(Arguments arguments, PrintStream out, PrintStream err) {
        host = arguments.host();
        port = arguments.number("port");
        timeout = Duration.ofSeconds(arguments.number("timeout"));
        lines = new ArrayDeque<>(arguments.operands().isEmpty() ? List.of("Hello") : arguments.operands());
        this.out = out;
        this.err = err;
    }

    private void start(Context poe) {
        connector = SocketFactory.connect(host, port)
                .successEvent(CONNECTED)
                .failureEvent(REFUSED)
                .open(poe);
        poe.delay(TIMEOUT, timeout);
    }

    private void connected(Context poe, Opened opened) {
        server = ReadWrite.with(new LineFilter().charset(UTF_8))
                .inputEvent(ANSWER)
                .errorEvent(ENDED)
                .open(poe, opened.link());
    }

    private void answer(Context poe, String text) {
        out.println(text);
        if (lines.isEmpty()) {
            end(poe);
        } else {
            server.put(lines.remove());
        }
    }

    private void fail(Context poe, String reason) {
        failed = true;
        err.println("usher-examples: " + host + " port " + port + ": " + reason);
        end(poe);
    }

    /** Without wheel and timer nothing holds this session. */
    private void end(Context poe) {
        poe.alarmClear(TIMEOUT);
        connector.close();
        if (server != null) {
            server.close();
        }
    }

    /** Answers 0 when all was answered, 1 if not; to be asked when the kernel has run. */
    int outcome() {
        return failed ? 1 : 0;
    }

    static int run(Arguments arguments, PrintStream out, PrintStream err) {
        Kernel kernel = new Kernel();
        Quote quote = new Quote(arguments, out, err);
        kernel.create(STATES, quote);
        kernel.run();
        return quote.outcome();
    }
}
