package dev.usher.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.usher.component.tcp.TcpClient;
import dev.usher.filters.LineFilter;
import dev.usher.kernel.IoError;
import dev.usher.kernel.Kernel;
import dev.usher.wheel.Writing;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;

/**
 * Sends lines to a server, prints what it says, and ends when the server does: finger, whois, or the echo example. A
 * server that is not there yet is tried again; of a name's addresses the one that answers first is taken.
 */
final class LineClient {
    static final List<Option> OPTIONS = List.of(
            Option.host(),
            Option.number("port", 7007, 1, 65_535),
            Option.number("tries", 1, 1, 100),
            Option.number("timeout", 5, 1, 86_400));

    private final Arguments arguments;
    private final PrintStream out;
    private final PrintStream err;
    private boolean failed;

    LineClient(Arguments arguments, PrintStream out, PrintStream err) {
        this.arguments = arguments;
        this.out = out;
        this.err = err;
    }

    void start(Kernel kernel) {
        Duration timeout = Duration.ofSeconds(arguments.number("timeout"));
        int tries = arguments.number("tries");
        TcpClient.to(arguments.host(), arguments.number("port"), () -> new LineFilter().charset(UTF_8))
                .anyFamily(true)
                .connectTimeout(timeout)
                .idleTimeout(timeout)
                .connected((server, poe) -> {
                    arguments.operands().forEach(server::put);
                    server.wheel().ifPresent(Writing::shutdownOutput); // when they are written: then it may go
                })
                .serverInput((server, poe, line) -> out.println(line))
                .serverError((server, poe, error) -> {
                    if (!error.isEnd()) {
                        fail(error);
                    }
                })
                .connectError((server, poe, error) -> {
                    fail(error);
                    if (server.attempts() < tries) {
                        failed = false;
                        poe.delay(TcpClient.RECONNECT, Duration.ofSeconds(1));
                    }
                })
                .start(kernel);
    }

    private void fail(IoError error) {
        failed = true;
        err.println("usher-examples: " + arguments.host() + " port " + arguments.number("port") + ": "
                + error.operation() + ": " + error.text());
    }

    /** Answers 0 when the server has ended, 1 if anything else has; to be asked when the kernel has run. */
    int outcome() {
        return failed ? 1 : 0;
    }

    static int run(Arguments arguments, PrintStream out, PrintStream err) {
        Kernel kernel = new Kernel();
        LineClient client = new LineClient(arguments, out, err);
        client.start(kernel);
        kernel.run();
        return client.outcome();
    }
}
