package dev.usher.component.bayeux;

import dev.usher.kernel.Kernel;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A server on a port of 127.0.0.1, in a kernel and a thread of its own. */
final class RealBayeux implements AutoCloseable {
    private final CompletableFuture<Integer> port = new CompletableFuture<>();
    private final Kernel[] kernel = new Kernel[1];
    private final Thread thread = new Thread(this::run, "bayeux");

    RealBayeux() {
        thread.start();
        port();
    }

    private void run() {
        try (Kernel own = new Kernel()) {
            kernel[0] = own;
            BayeuxServer.at(0)
                    .address("127.0.0.1")
                    .timeout(Duration.ofSeconds(5))
                    .clientMaxConnections(0)
                    .service(
                            "echo",
                            (poe, message) ->
                                    message.respond(message.message().data().orElseThrow()))
                    .started((listener, poe) -> port.complete(listener.port()))
                    .start(own);
            own.run();
        } catch (RuntimeException e) {
            port.completeExceptionally(e);
        }
    }

    int port() {
        return port.orTimeout(20, TimeUnit.SECONDS).join();
    }

    @Override
    public void close() {
        kernel[0].postFromAnyThread("bayeux", BayeuxServer.SHUTDOWN, null);
        try {
            thread.join(20_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (thread.isAlive()) {
            throw new AssertionError("the server does not end");
        }
    }
}
