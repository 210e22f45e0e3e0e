package dev.usher.wheel;

/**
 * When a wheel last read and wrote something, by {@link dev.usher.kernel.Kernel#nowNs}. Belongs to the kernel's thread.
 */
public final class Activity {
    private long readNs;
    private long wroteNs;

    Activity(long nowNs) {
        readNs = nowNs;
        wroteNs = nowNs;
    }

    void read(long nowNs) {
        readNs = nowNs;
    }

    void wrote(long nowNs) {
        wroteNs = nowNs;
    }

    /** @return when bytes came last, or when the wheel was opened */
    public long readNs() {
        return readNs;
    }

    /** @return when the link took bytes last, when it became full after that, or when the wheel was opened */
    public long wroteNs() {
        return wroteNs;
    }
}
