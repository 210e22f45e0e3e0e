package dev.usher.kernel;

import java.util.concurrent.atomic.AtomicInteger;

/** Warns, when the program ends, of kernels that got sessions and were never run. For {@link Assert#USAGE} only. */
final class NeverRun {
    private static final AtomicInteger KERNELS = new AtomicInteger();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(NeverRun::warn, "usher-never-run"));
    }

    private NeverRun() {}

    static void begun() {
        KERNELS.incrementAndGet();
    }

    static void ran() {
        KERNELS.decrementAndGet();
    }

    private static void warn() {
        String text = text(KERNELS.get());
        if (!text.isEmpty()) {
            Logs.ASSERT.warn(text);
        }
    }

    static String text(int kernels) {
        return kernels == 0
                ? ""
                : "sessions were created in " + kernels + " kernel(s) that were never run: call kernel.run()";
    }
}
