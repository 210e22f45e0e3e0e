package dev.usher.examples;

import dev.usher.component.tcp.TcpListener;
import dev.usher.component.tcp.TcpServer;
import dev.usher.component.tcp.TcpServerBuilder;
import dev.usher.kernel.Context;
import dev.usher.kernel.IoError;
import dev.usher.kernel.Kernel;
import dev.usher.kernel.SignalInfo;
import dev.usher.kernel.States;
import java.io.PrintStream;
import java.time.Duration;

/**
 * Runs a server until INT or TERM, and then to its end: a session whose child is the server's listener.
 *
 * <p>A signal reaches connections first, each of which ends when what was put to it is written or {@link #LINGER} is
 * over; then this session, which says that it is taken care of and closes the listener. A second signal is taken care
 * of by nobody, so it ends all sessions at once, as signals do in POE.
 */
final class Serving {
    private static final Duration LINGER = Duration.ofSeconds(5);

    static final States<Serving> STATES = States.of(Serving.class)
            .start(Serving::start)
            .sig("INT", Serving::stop)
            .sig("TERM", Serving::stop);

    private final TcpServer<?, ?, ?> server;
    private final String host;
    private final int port;
    private final PrintStream out;
    private final PrintStream err;
    private long listener;
    private boolean stopping;
    private boolean failed;

    Serving(TcpServerBuilder<?, ?, ?> wanted, String host, int port, PrintStream out, PrintStream err) {
        this.host = host;
        this.port = port;
        this.out = out;
        this.err = err;
        server = wanted.address(host)
                .linger(LINGER)
                .started((listening, poe) -> ready(listening))
                .error(this::error)
                .sig("INT", (client, poe, signal) -> client.shutdown())
                .sig("TERM", (client, poe, signal) -> client.shutdown())
                .define();
    }

    /** Answers 0 after it has served, 1 if it could not. */
    int run() {
        Kernel kernel = new Kernel();
        kernel.create(STATES, this);
        kernel.run();
        return outcome();
    }

    int outcome() {
        return failed ? 1 : 0;
    }

    private void start(Context poe) {
        listener = server.start(poe);
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

    private void stop(Context poe, SignalInfo signal) {
        if (!stopping) {
            stopping = true;
            poe.sigHandled();
            poe.call(listener, TcpServer.SHUTDOWN); // at once: whoever came now would not know that all ends
        }
    }
}
