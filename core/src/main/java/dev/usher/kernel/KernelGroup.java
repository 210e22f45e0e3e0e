package dev.usher.kernel;

import dev.usher.network.NioNetwork;
import dev.usher.network.SharedPorts;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One program on several kernels, each with a thread of its own: one for each core, unless said. They share their
 * listening addresses, so that a server made in each of them is one server, and post to each other by {@code poe:} URIs
 * with their names. Thread-safe.
 *
 * <pre>{@code
 * try (KernelGroup group = KernelGroup.builder().name("web").start(kernel -> server().start(kernel))) {
 *     group.await();
 * }
 * }</pre>
 *
 * <p>Nothing else is shared: a session, a connection, a room of a chat is in one kernel, and what the others are to
 * know of it is posted to them. An exception that ends one kernel ends the group.
 */
public final class KernelGroup implements Neighbours, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(KernelGroup.class);

    private final Map<String, GroupThread> threads = new LinkedHashMap<>();
    private final KernelGroupBuilder wanted;
    private Throwable failure; // what a kernel died of; guarded by this

    KernelGroup(KernelGroupBuilder wanted) {
        this.wanted = wanted;
        for (int i = 0; i < wanted.kernels; i++) {
            String name = wanted.name + "-" + i;
            threads.put(name, new GroupThread(this, name));
        }
    }

    /** @return a builder of a group */
    public static KernelGroupBuilder builder() {
        return new KernelGroupBuilder();
    }

    /**
     * A group of so many kernels.
     *
     * @param kernels how many
     * @return its builder
     */
    public static KernelGroupBuilder of(int kernels) {
        return builder().kernels(kernels);
    }

    void start(Consumer<Kernel> program) {
        SharedPorts ports = new SharedPorts(wanted.name, wanted.handsOff);
        for (GroupThread each : threads.values()) {
            each.thread.start();
        }
        try {
            threads.forEach((name, each) -> each.make(builder(name, ports)));
            for (GroupThread each : threads.values()) {
                each.ask(() -> program.accept(each.kernel()));
            }
        } catch (Throwable e) {
            threads.values().forEach(GroupThread::giveUp);
            join();
            throw e;
        }
        ports.settle();
        threads.values().forEach(GroupThread::letRun);
    }

    private KernelBuilder builder(String name, SharedPorts ports) {
        KernelBuilder builder = Kernel.builder();
        wanted.configuration.accept(name, builder);
        Neighbours beyond = builder.neighbours;
        return builder.name(name)
                .neighbours(
                        (to, payload) -> threads.containsKey(to.host()) ? post(to, payload) : beyond.post(to, payload))
                .network(ports.of(builder.network == null ? new NioNetwork() : builder.network));
    }

    /** @return the kernels, in the order of their numbers; to be used by other threads as kernels may be */
    public List<Kernel> kernels() {
        return threads.values().stream().map(GroupThread::kernel).toList();
    }

    /**
     * Posts to one of the kernels. Any thread.
     *
     * @param to names the kernel, a session and an event
     * @param payload goes along, and belongs to that kernel then
     * @return false if there is no such kernel, or it has ended; whether it has such a session is known only there
     */
    @Override
    public boolean post(PoeUri to, Object payload) {
        GroupThread there = to.port() == PoeUri.DEFAULT_PORT ? threads.get(to.host()) : null;
        if (there == null || !there.isThere()) {
            return false;
        }
        to.postFromAnyThread(there.kernel(), payload);
        return true;
    }

    /**
     * Posts to a session of each kernel that has one of that name: to end the servers of all, say. Any thread.
     *
     * @param alias the session, in each kernel
     * @param event the event
     * @param payload goes along, and belongs to all kernels then
     * @param <T> the payload
     */
    public <T> void postToAll(String alias, Event<T> event, T payload) {
        for (GroupThread each : threads.values()) {
            if (each.isThere()) {
                each.kernel().postFromAnyThread(alias, event, payload);
            }
        }
    }

    /**
     * Waits until all kernels have ended: each does when it has no session left.
     *
     * @throws InterruptedException if the waiting thread is interrupted
     * @throws RuntimeException what a kernel died of, as it was, checked exceptions too
     */
    public void await() throws InterruptedException {
        refuseOwn("await");
        for (GroupThread each : threads.values()) {
            each.thread.join();
        }
        throwFailure();
    }

    /**
     * Waits until all kernels have ended, but not longer than that.
     *
     * @param atMost how long
     * @return whether they have
     * @throws InterruptedException if the waiting thread is interrupted
     * @throws RuntimeException what a kernel died of, as it was, checked exceptions too
     */
    public boolean await(Duration atMost) throws InterruptedException {
        refuseOwn("await");
        long begin = System.nanoTime();
        for (GroupThread each : threads.values()) {
            long leftMs = (atMost.toNanos() - (System.nanoTime() - begin)) / 1_000_000;
            each.thread.join(Math.max(1, leftMs));
            if (each.thread.isAlive()) {
                return false;
            }
        }
        throwFailure();
        return true;
    }

    /** Ends all sessions of all kernels, as soon as each looks. Does not wait for it. Any thread. */
    public void stop() {
        threads.values().forEach(GroupThread::stop);
    }

    /**
     * Ends all sessions of all kernels and waits until that is done. What a kernel has died of before is thrown by
     * {@link #await} alone.
     */
    @Override
    public void close() {
        refuseOwn("close");
        stop();
        join();
    }

    private void join() {
        boolean interrupted = false;
        for (GroupThread each : threads.values()) {
            while (each.thread.isAlive()) {
                try {
                    each.thread.join();
                } catch (InterruptedException later) {
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void refuseOwn(String verb) {
        for (GroupThread each : threads.values()) {
            if (each.thread == Thread.currentThread()) {
                throw new IllegalStateException("'" + each
                        + "' is a thread of the group and would wait for itself: use stop() instead of " + verb + "()");
            }
        }
    }

    /** A kernel's thread: an exception has ended it. It is one program, so all end. */
    void died(GroupThread which, Throwable error) {
        synchronized (this) {
            if (failure == null) {
                failure = Objects.requireNonNull(error);
            } else if (failure != error) {
                failure.addSuppressed(error);
            }
        }
        LOG.error("kernel {} has died, and the others of its group end", which, error);
        stop();
    }

    private synchronized void throwFailure() {
        if (failure != null) {
            throw Sneaky.thrown(failure);
        }
    }

    @Override
    public String toString() {
        return "the group " + threads.keySet();
    }
}
