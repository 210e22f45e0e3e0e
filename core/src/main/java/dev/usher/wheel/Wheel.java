package dev.usher.wheel;

import dev.usher.filter.SourceException;
import dev.usher.kernel.Context;
import dev.usher.kernel.Errno;
import dev.usher.kernel.IoError;
import dev.usher.kernel.OfWheel;
import java.io.IOException;

/**
 * What a session uses to be told about a handle in events of its own. Made, used and closed on the kernel's thread;
 * closes with its session at the latest.
 */
public abstract class Wheel implements AutoCloseable, OfWheel {
    private final long id;

    /**
     * For subclasses.
     *
     * @param poe the context of the session that opens it
     */
    protected Wheel(Context poe) {
        id = poe.kernel().nextWheelId();
    }

    /** A part of another wheel, whose id its events carry. */
    Wheel(long id) {
        this.id = id;
    }

    /** @return the number that comes with each of its events, unique in its kernel and never used again */
    public final long id() {
        return id;
    }

    @Override
    public final long wheelId() {
        return id;
    }

    /** Lets go of the handle. A second close does nothing. */
    @Override
    public abstract void close();

    /** What its session is told: a driver's fault is its connection's, and of nobody else. */
    final IoError failure(String operation, Throwable error) {
        if (error instanceof IOException broken) {
            return IoError.of(error instanceof SourceException ? "sendfile" : operation, broken);
        }
        Logs.READ_WRITE.warn("the driver of wheel {} failed to {}: its connection is given up", id, operation, error);
        return new IoError(operation, Errno.EIO, error.toString());
    }

    /** @return its kind and number, for dumps and traces */
    @Override
    public String toString() {
        return wheelKind() + " " + id;
    }
}
