package dev.usher.wheel;

import dev.usher.filter.InputFilter;
import dev.usher.kernel.Context;
import dev.usher.kernel.Event;
import dev.usher.kernel.IoError;
import dev.usher.network.OpenFile;
import dev.usher.network.StreamLink;
import java.nio.file.Path;

/**
 * Reads what is added to a file, as records (POE::Wheel::FollowTail). Belongs to its session. Not thread-safe.
 *
 * <p>A plain file is looked at by a timer. Followed by name it may be missing, appear, be renamed, replaced, cut short
 * or deleted: the old file is read to its end, then the reset event is sent, and the new one is read from its begin. A
 * FIFO, a device or a socket is read when something has come.
 *
 * @param <I> the records
 */
public final class FollowTail<I> extends Wheel {
    private final FollowedFile<I> file; // one of these two
    private final ReadWrite<I, Void> stream;

    FollowTail(Context poe, FollowTailBuilder<I> wanted, Path path, OpenFile opened) {
        super(poe);
        stream = null;
        file = new FollowedFile<>(id(), poe, wanted, path, opened);
        file.begin();
    }

    FollowTail(Context poe, FollowTailBuilder<I> wanted, StreamLink link) {
        super(poe);
        file = null;
        stream = new FollowedStream<>(id(), poe, link, wanted);
    }

    /**
     * Begins a wheel.
     *
     * @param filter reads
     * @param <I> the records it reads
     * @return what the wheel shall be, to be opened
     */
    public static <I> FollowTailBuilder<I> with(InputFilter<I> filter) {
        return new FollowTailBuilder<>(filter);
    }

    /**
     * Sends another event for records from now on.
     *
     * @param event the event
     */
    public void inputEvent(Event<I> event) {
        if (file != null) {
            file.inputEvent = event;
        } else {
            stream.inputEvent(event);
        }
    }

    /**
     * Sends another event for errors from now on.
     *
     * @param event the event, or null
     */
    public void errorEvent(Event<IoError> event) {
        if (file != null) {
            file.errorEvent = event;
        } else {
            stream.errorEvent(event);
        }
    }

    /**
     * Sends another event when a plain file begins anew, from now on. A stream never does.
     *
     * @param event the event, or null
     */
    public void resetEvent(Event<Void> event) {
        if (file != null) {
            file.resetEvent = event;
        }
    }

    /**
     * Sends another event when a look at a plain file finds nothing, from now on. A stream is not looked at for
     * nothing.
     *
     * @param event the event, or null
     */
    public void idleEvent(Event<Void> event) {
        if (file != null) {
            file.idleEvent = event;
        }
    }

    /**
     * @return the place in the file behind the last byte read, which may be ahead of the records sent; 0 for streams
     */
    public long tell() {
        return file == null ? 0 : file.position();
    }

    /** @return a copy of the bytes read that no record has used yet */
    public byte[] pending() {
        return file == null ? stream.pending() : file.pending();
    }

    /** Follows no more and closes the file. */
    @Override
    public void close() {
        if (file != null) {
            file.close();
        } else {
            stream.close();
        }
    }
}
