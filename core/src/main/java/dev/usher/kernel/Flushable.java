package dev.usher.kernel;

/** What has gathered output during a slice and writes it at the slice's end, once. */
@FunctionalInterface
public interface Flushable extends OfWheel {

    /**
     * Writes. Called on the kernel's thread, once for each time it was announced with {@link Kernel#flushLater}.
     *
     * @param poe the context of the session that it was announced for
     */
    void flush(Context poe);
}
