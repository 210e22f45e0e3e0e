package dev.usher.component.bayeux;

import dev.usher.kernel.Event;
import dev.usher.kernel.Kernel;
import dev.usher.kernel.States;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A client on real sockets, in a kernel and a thread of its own. */
final class RealClient implements AutoCloseable {
    private static final int PATIENCE_S = 20;
    private static final Event<Runnable> DO = Event.named("do", Runnable.class);

    final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    private final CompletableFuture<Kernel> kernel = new CompletableFuture<>();
    private final BayeuxClient definition;
    private final Thread thread = new Thread(this::run, "bayeux client");
    private BayeuxConnection connection; // of that thread

    RealClient(BayeuxClientBuilder wanted) {
        definition = wanted.onState((client, poe, state) -> heard.add(state.toString()))
                .errorCallback((client, poe, message) -> heard.add("error " + message))
                .build();
        thread.start();
    }

    private void run() {
        try (Kernel own = new Kernel()) {
            own.create(
                    States.of(Object.class)
                            .start((heap, poe) -> {
                                poe.aliasSet("doer");
                                connection = definition.start(poe);
                                kernel.complete(own);
                            })
                            .on(DO, (heap, poe, action) -> action.run()),
                    null);
            own.run();
        } catch (RuntimeException e) {
            kernel.completeExceptionally(e);
        }
    }

    /** Does something in the client's thread. */
    void act(Consumer<BayeuxConnection> action) {
        Kernel own = kernel.orTimeout(PATIENCE_S, TimeUnit.SECONDS).join();
        own.postFromAnyThread("doer", DO, () -> action.accept(connection));
    }

    /** What was heard next. */
    String next() throws InterruptedException {
        String next = heard.poll(PATIENCE_S, TimeUnit.SECONDS);
        if (next == null) {
            throw new AssertionError("nothing has come");
        }
        return next;
    }

    /** Passes over what was heard before. */
    void await(String wanted) throws InterruptedException {
        String last = next();
        while (!last.equals(wanted)) {
            last = next();
        }
    }

    @Override
    public void close() {
        act(BayeuxConnection::shutdown);
        try {
            thread.join(PATIENCE_S * 1_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (thread.isAlive()) {
            throw new AssertionError("the client does not end");
        }
    }
}
