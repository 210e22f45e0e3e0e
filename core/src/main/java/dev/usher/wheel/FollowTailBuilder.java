package dev.usher.wheel;

import dev.usher.filter.InputFilter;
import dev.usher.kernel.Context;
import dev.usher.kernel.Event;
import dev.usher.kernel.IoError;
import dev.usher.network.Disk;
import dev.usher.network.FileStatus;
import dev.usher.network.OpenFile;
import dev.usher.network.StreamLink;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;

/**
 * Says how a {@link FollowTail} shall be. Each verb changes this builder and answers it.
 *
 * @param <I> the records
 */
public final class FollowTailBuilder<I> {
    /** Without seek or seekBack: how far back to look for the begin of the last record. */
    private static final long RECORD_BACK = 4_096;

    private static final long UNSAID = -1;

    final InputFilter<I> filter;
    Event<I> inputEvent;
    Event<IoError> errorEvent;
    Event<Void> resetEvent;
    Event<Void> idleEvent;
    long pollIntervalNs = 1_000_000_000;
    private long seek = UNSAID;
    private long seekBack = UNSAID;

    FollowTailBuilder(InputFilter<I> filter) {
        this.filter = Objects.requireNonNull(filter, "filter");
    }

    /**
     * What to send for each record. Required.
     *
     * @param event the event
     * @return this
     */
    public FollowTailBuilder<I> inputEvent(Event<I> event) {
        inputEvent = event;
        return this;
    }

    /**
     * What to send for errors, behind which a plain file is followed no more, and for the end of a stream.
     *
     * @param event the event
     * @return this
     */
    public FollowTailBuilder<I> errorEvent(Event<IoError> event) {
        errorEvent = event;
        return this;
    }

    /**
     * What to send when the file begins anew: it appeared, was replaced or cut short. What is left of the old one's
     * last record can be had by {@link FollowTail#pending} in its handler, and is then forgotten.
     *
     * @param event the event
     * @return this
     */
    public FollowTailBuilder<I> resetEvent(Event<Void> event) {
        resetEvent = event;
        return this;
    }

    /**
     * What to send when a look at the file finds nothing new, or no file.
     *
     * @param event the event
     * @return this
     */
    public FollowTailBuilder<I> idleEvent(Event<Void> event) {
        idleEvent = event;
        return this;
    }

    /**
     * How long to wait after a look that found nothing; a second unless said.
     *
     * @param interval more than 0
     * @return this
     */
    public FollowTailBuilder<I> pollInterval(Duration interval) {
        if (interval.isNegative() || interval.isZero()) {
            throw new IllegalArgumentException("pollInterval must be more than 0, not " + interval);
        }
        pollIntervalNs = interval.toNanos();
        return this;
    }

    /**
     * Where to begin in a file that is there already. Unless this or {@link #seekBack} is said, records that are whole
     * already are skipped, and the last one is not if it is not whole and less than 4 KiB long.
     *
     * @param position bytes from the begin; the end, if that is nearer
     * @return this
     */
    public FollowTailBuilder<I> seek(long position) {
        seek = notNegative("seek", position);
        return this;
    }

    /**
     * Where to begin in a file that is there already, from its end.
     *
     * @param bytes from the end; the begin, if that is nearer
     * @return this
     */
    public FollowTailBuilder<I> seekBack(long bytes) {
        seekBack = notNegative("seekBack", bytes);
        return this;
    }

    /**
     * Opens the wheel for the current session, on whatever has a name, now or later.
     *
     * @param poe the session's context
     * @param path the name
     * @return the wheel
     * @throws IllegalArgumentException if it is a folder
     * @throws UncheckedIOException if it is a FIFO or device that cannot be opened
     */
    public FollowTail<I> open(Context poe, Path path) {
        check();
        Disk disk = poe.kernel().disk();
        try {
            switch (disk.status(path).kind()) {
                case DIRECTORY -> throw new IllegalArgumentException(path + " is a folder: follow a file in it");
                case STREAM -> {
                    return open(poe, stream(disk, path));
                }
                default -> {
                    return new FollowTail<>(poe, this, path, null);
                }
            }
        } catch (IOException missing) {
            return new FollowTail<>(poe, this, path, null); // as in POE: it may appear, or become readable
        }
    }

    private StreamLink stream(Disk disk, Path path) {
        checkSeeks(path);
        try {
            return disk.openStream(path);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot follow " + path, e);
        }
    }

    /**
     * Opens the wheel for the current session, on a plain file that is open already: whatever becomes of its name.
     *
     * @param poe the session's context
     * @param file the file, which belongs to the wheel from now on
     * @return the wheel
     */
    public FollowTail<I> open(Context poe, OpenFile file) {
        check();
        return new FollowTail<>(poe, this, null, Objects.requireNonNull(file, "file"));
    }

    /**
     * Opens the wheel for the current session, on a stream.
     *
     * @param poe the session's context
     * @param link the stream, which belongs to the wheel from now on
     * @return the wheel
     */
    public FollowTail<I> open(Context poe, StreamLink link) {
        check();
        checkSeeks(link);
        return new FollowTail<>(poe, this, link);
    }

    private void check() {
        Objects.requireNonNull(inputEvent, "inputEvent is required");
        if (seek != UNSAID && seekBack != UNSAID) {
            throw new IllegalStateException("seek and seekBack exclude each other: say one of them");
        }
    }

    private void checkSeeks(Object stream) {
        if (seek > 0 || seekBack > 0) {
            throw new IllegalStateException("a stream has no places to seek: follow " + stream + " without seek");
        }
    }

    private static long notNegative(String verb, long bytes) {
        if (bytes < 0) {
            throw new IllegalArgumentException(verb + " must not be negative, not " + bytes);
        }
        return bytes;
    }

    /** Where to begin in a file of this size. */
    long begin(long size) {
        if (seek != UNSAID) {
            return Math.min(seek, size);
        }
        return Math.max(0, size - (seekBack == UNSAID ? RECORD_BACK : seekBack));
    }

    /** Whether what is there already is read only to find where the last record begins. */
    boolean skipsWholeRecords() {
        return seek == UNSAID && seekBack == UNSAID;
    }

    /** What an open file is, of which nothing but its size is told. */
    static FileStatus nameless(long size) {
        return new FileStatus(FileStatus.Kind.PLAIN, "", 1, size);
    }
}
