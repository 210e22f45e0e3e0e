package dev.usher.wheel;

/**
 * How much a wheel has read and written, and when it last did, by {@link dev.usher.kernel.Kernel#nowNs}. Belongs to the
 * kernel's thread. A driver that decodes bytes counts what it has made of them.
 */
public final class Activity {
    private long octetsRead;
    private long octetsWritten;
    private long readNs;
    private long wroteNs;

    Activity(long nowNs) {
        readNs = nowNs;
        wroteNs = nowNs;
    }

    void read(int count, long nowNs) {
        octetsRead += count;
        readNs = nowNs;
    }

    void wrote(long count, long nowNs) {
        octetsWritten += count;
        wroteNs = nowNs;
    }

    /** @return number of bytes that were read */
    public long octetsRead() {
        return octetsRead;
    }

    /** @return number of bytes that the link has taken */
    public long octetsWritten() {
        return octetsWritten;
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
