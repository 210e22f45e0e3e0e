package dev.usher.examples;

import dev.usher.component.tcp.Stop;
import dev.usher.component.tcp.TcpListener;
import dev.usher.component.tcp.TcpServer;
import dev.usher.component.tcp.TcpServerBuilder;
import dev.usher.kernel.Context;
import dev.usher.kernel.IoError;
import dev.usher.kernel.Kernel;
import java.io.PrintStream;
import java.time.Duration;

/**
 * Runs a server until INT or TERM, and then until what was put is written or {@link #LINGER} is over. A second signal
 * ends it at once.
 */
final class Serving {
    private static final Duration LINGER = Duration.ofSeconds(5);

    private final TcpServer<?, ?, ?> server;
    private final String host;
    private final int port;
    private final PrintStream out;
    private final PrintStream err;
    private boolean failed;

    Serving(TcpServerBuilder<?, ?, ?> wanted, String host, int port, PrintStream out, PrintStream err) {
        this.host = host;
        this.port = port;
        this.out = out;
        this.err = err;
        server = wanted.address(host)
                .stopOn(Stop.now(LINGER), "INT", "TERM")
                .started((listening, poe) -> ready(listening))
                .error(this::error)
                .handshakeFailed((listening, poe, failure) -> err.println("usher-examples: TLS with " + failure.remote()
                        + " failed: " + failure.error().text()))
                .define();
    }

    /** Answers 0 after it has served, 1 if it could not. */
    int run() {
        Kernel kernel = new Kernel();
        start(kernel);
        kernel.run();
        return outcome();
    }

    void start(Kernel kernel) {
        server.start(kernel);
    }

    int outcome() {
        return failed ? 1 : 0;
    }

    private void ready(TcpListener listening) {
        if (listening.localAddress().isPresent()) {
            out.println("listening on " + at(listening.port()));
        }
    }

    private void error(TcpListener listening, Context poe, IoError error) {
        if (error.operation().equals("accept")) {
            err.println("usher-examples: a connection could not be accepted: " + error.text());
        } else {
            err.println("usher-examples: cannot listen on " + at(port) + ": " + error.text());
            failed = true;
            poe.yield(TcpServer.SHUTDOWN);
        }
    }

    private String at(int number) {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + number;
    }
}
