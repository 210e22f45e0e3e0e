package dev.usher.examples;

import dev.usher.component.http.HttpServer;
import dev.usher.component.http.HttpServerBuilder;
import dev.usher.kernel.Kernel;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** An example's server on a real port of 127.0.0.1, in a thread of its own. */
final class Live implements AutoCloseable {
    private final CompletableFuture<Integer> port = new CompletableFuture<>();
    private final CompletableFuture<Kernel> kernel = new CompletableFuture<>();
    private final Thread thread;

    Live(HttpServerBuilder server) {
        this(server, own -> {});
    }

    /** With what is beside the server in its kernel. */
    Live(HttpServerBuilder server, Consumer<Kernel> beside) {
        thread = new Thread(() -> {
            Kernel own = new Kernel();
            beside.accept(own);
            server.address("127.0.0.1")
                    .started((listener, poe) -> port.complete(listener.port()))
                    .start(own);
            kernel.complete(own);
            own.run();
        });
        thread.start();
    }

    URI at(String scheme) throws Exception {
        return URI.create(scheme + "://127.0.0.1:" + port.get(10, TimeUnit.SECONDS) + "/");
    }

    @Override
    public void close() {
        kernel.join().postFromAnyThread("HTTPd", HttpServer.SHUTDOWN, null);
        try {
            thread.join(20_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (thread.isAlive()) {
            throw new IllegalStateException("the server should have ended");
        }
    }
}
