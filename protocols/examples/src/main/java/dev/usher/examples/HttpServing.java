package dev.usher.examples;

import dev.usher.component.http.HttpError;
import dev.usher.component.http.HttpListener;
import dev.usher.component.http.HttpServer;
import dev.usher.component.http.HttpServerBuilder;
import dev.usher.kernel.Context;
import dev.usher.kernel.Kernel;
import dev.usher.kernel.SignalInfo;
import dev.usher.kernel.States;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Optional;

/**
 * Runs an HTTP server until INT or TERM, and then until what is under way is answered or {@link #LINGER} is over. A
 * second signal ends it at once.
 */
final class HttpServing {
    private static final Duration LINGER = Duration.ofSeconds(5);

    static final States<HttpServing> STATES = States.of(HttpServing.class)
            .start(HttpServing::start)
            .sig("INT", HttpServing::stop)
            .sig("TERM", HttpServing::stop);

    private final HttpServer server;
    private final String host;
    private final int port;
    private final PrintStream out;
    private final PrintStream err;
    private boolean stopping;
    private boolean failed;

    HttpServing(HttpServerBuilder wanted, String host, int port, PrintStream out, PrintStream err) {
        this.host = host;
        this.port = port;
        this.out = out;
        this.err = err;
        server = wanted.address(host)
                .shutdownTime(LINGER)
                .retry(Duration.ZERO)
                .started((listener, poe) -> ready(listener))
                .onError((poe, error) -> error(error))
                .define();
    }

    /** Answers 0 after it has served, 1 if it could not. */
    int run() {
        return run(new Kernel());
    }

    /** In a kernel as a program wants it. */
    int run(Kernel kernel) {
        in(kernel);
        kernel.run();
        return outcome();
    }

    HttpServing in(Kernel kernel) {
        kernel.create(STATES, this);
        return this;
    }

    int outcome() {
        return failed ? 1 : 0;
    }

    private void start(Context poe) {
        server.start(poe);
    }

    private void ready(HttpListener listener) {
        out.println("listening on " + at(listener.port()));
    }

    private void error(HttpError error) {
        if (error.op().equals(Optional.of("tls"))) {
            err.println("usher-examples: TLS with a client failed: " + error.errstr());
            return;
        }
        if (error.connection().isEmpty() && error.isNetwork()) {
            boolean accepting = error.op().equals(Optional.of("accept"));
            err.println("usher-examples: " + (accepting ? "a connection could not be accepted" : cannotListen()) + ": "
                    + error.errstr());
            failed |= !accepting;
        }
    }

    private String cannotListen() {
        return "cannot listen on " + at(port);
    }

    private String at(int number) {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + number;
    }

    private void stop(Context poe, SignalInfo signal) {
        if (!stopping) {
            stopping = true;
            poe.sigHandled();
            poe.call("HTTPd", HttpServer.SHUTDOWN); // at once: whoever came now would not know that all ends
        }
    }
}
