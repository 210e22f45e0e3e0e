package dev.usher.kernel;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * One kernel of a group and its thread, which does what it is asked until the kernel runs, and ends with it. Any thread
 * may ask.
 */
final class GroupThread implements Runnable {
    final Thread thread;
    private final KernelGroup group;
    private final BlockingQueue<Runnable> asked = new LinkedBlockingQueue<>();
    private volatile Kernel kernel; // null: not made yet
    private volatile boolean ended;

    GroupThread(KernelGroup group, String name) {
        this.group = group;
        thread = new Thread(this, name);
        thread.setDaemon(false); // the group is the program, whoever started it
    }

    Kernel kernel() {
        return kernel;
    }

    /** Whether letters reach the kernel. */
    boolean isThere() {
        return kernel != null && !ended;
    }

    /** Has something done by the thread, and throws what that throws. */
    void ask(Runnable task) {
        try {
            CompletableFuture.runAsync(task, asked::add).join();
        } catch (CompletionException e) {
            throw Sneaky.thrown(e.getCause());
        }
    }

    void make(KernelBuilder builder) {
        ask(() -> kernel = builder.build());
    }

    void letRun() {
        asked.add(this::live);
    }

    /** The kernel does not run: gives back what it has. */
    void giveUp() {
        asked.add(this::end);
    }

    /** Ends all sessions of the running kernel. */
    void stop() {
        Kernel running = kernel;
        if (running != null) {
            running.inbox.put(new Stop(running));
        }
    }

    @Override
    public void run() {
        while (!ended) {
            try {
                asked.take().run();
            } catch (InterruptedException e) {
                // Nobody has a reason to: kernels are stopped by letters.
            }
        }
    }

    private void live() {
        try {
            kernel.run();
        } catch (Throwable e) {
            group.died(this, e);
        } finally {
            end();
        }
    }

    private void end() {
        ended = true;
        try {
            if (kernel != null) {
                kernel.close();
            }
        } catch (Throwable e) {
            group.died(this, e);
        }
    }

    @Override
    public String toString() {
        return thread.getName();
    }
}
