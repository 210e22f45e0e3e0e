package dev.usher.wheel;

import dev.usher.filter.Input;
import dev.usher.filter.InputFilter;
import dev.usher.filter.ProtocolException;
import dev.usher.kernel.Context;
import dev.usher.kernel.Event;
import dev.usher.kernel.IoError;
import dev.usher.kernel.WheelTimer;
import dev.usher.network.Disk;
import dev.usher.network.FileStatus;
import dev.usher.network.OpenFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What {@link FollowTail} does with a plain file. One block is read at a time, and others have their turn before the
 * next.
 *
 * <pre>
 *   missing --opened: reset--&gt; reading --end--&gt; compared --as it was: idle--&gt; waits --&gt; reading
 *      ^                                          |
 *      +----------------- another, or shorter ----+
 * </pre>
 */
final class FollowedFile<I> implements WheelTimer.Owner {
    /** What {@link #last} is while nothing has the name. */
    private static final FileStatus MISSING = new FileStatus(FileStatus.Kind.PLAIN, null, -1, -1);

    private final long id;
    private final Disk disk;
    private final Path path; // null: an open file without a name
    private InputFilter<I> filter;
    private final long intervalNs;
    private final WheelTimer timer;
    private final Input window = new Input(256);
    private final ByteBuffer block; // of all that follow files in this kernel
    Event<I> inputEvent;
    Event<IoError> errorEvent;
    Event<Void> resetEvent;
    Event<Void> idleEvent;
    private OpenFile file; // null while nothing has the name
    private FileStatus last = MISSING;
    private long position;
    private boolean closed;

    FollowedFile(long id, Context poe, FollowTailBuilder<I> wanted, Path path, OpenFile opened) {
        this.id = id;
        this.path = path;
        disk = poe.kernel().disk();
        filter = wanted.filter;
        intervalNs = wanted.pollIntervalNs;
        inputEvent = wanted.inputEvent;
        errorEvent = wanted.errorEvent;
        resetEvent = wanted.resetEvent;
        idleEvent = wanted.idleEvent;
        timer = poe.timer(this);
        block = WheelBuffers.of(poe.kernel()).fileBlock();
        file = opened;
        try {
            if (path != null) {
                file = disk.open(path);
            }
            last = status();
            position = wanted.begin(file.size());
            if (wanted.skipsWholeRecords()) {
                skip();
            }
        } catch (IOException e) {
            forgetFile(); // the first look meets it again
        }
    }

    void begin() {
        timer.set(0);
    }

    /** Finds where the last record begins: before it nothing is told. */
    private void skip() throws IOException {
        while (read() > 0) {
            boolean whole = true;
            while (whole) {
                try {
                    whole = filter.next(window) != null;
                } catch (ProtocolException refused) {
                    whole = !window.isEmpty() && filter.canGoOn();
                }
            }
        }
    }

    @Override
    public void onTime(Context poe) {
        boolean done = false;
        try {
            look(poe);
            done = true;
        } finally {
            if (!done && !closed) {
                timer.set(0); // the handler threw: the rest of the records come next
            }
        }
    }

    private void look(Context poe) {
        if (file == null && !appeared(poe)) {
            return;
        }
        int count;
        try {
            deliver(poe);
            if (closed) {
                return;
            }
            count = read();
        } catch (IOException e) {
            fail(poe, IoError.of("read", e));
            return;
        }
        if (count > 0) {
            deliver(poe);
            setTimer(0);
        } else {
            atEnd(poe);
        }
    }

    /** Whether something has the name now; the reset is told. */
    private boolean appeared(Context poe) {
        if (path == null) {
            return false;
        }
        try {
            file = disk.open(path);
            last = status();
        } catch (IOException e) {
            forgetFile();
            last = MISSING;
            tell(poe, idleEvent);
            setTimer(intervalNs);
            return false;
        }
        position = 0;
        reset(poe);
        return !closed;
    }

    /** What was left of the old file's last record does not belong to the new one's first. */
    private void reset(Context poe) {
        try {
            tell(poe, resetEvent);
        } finally {
            window.clear();
            filter = filter.fresh();
        }
    }

    private void deliver(Context poe) {
        while (!closed) {
            int before = window.remaining();
            I record;
            try {
                record = filter.next(window);
            } catch (ProtocolException e) {
                skipUnlessTaken(before);
                if (errorEvent == null) {
                    throw e;
                }
                poe.deliver(errorEvent, IoError.of(e), id);
                continue;
            } catch (Throwable e) {
                skipUnlessTaken(before);
                throw e;
            }
            if (record == null) {
                return;
            }
            poe.deliver(inputEvent, record, id);
        }
    }

    /** A filter that threw without taking anything would throw for ever. */
    private void skipUnlessTaken(int before) {
        if (window.remaining() == before && !filter.canGoOn()) {
            window.clear();
            filter = filter.fresh();
        }
    }

    private int read() throws IOException {
        int count = file.read(block.clear(), position);
        if (count > 0) {
            position += count;
            window.append(block.flip());
        }
        return count;
    }

    private void atEnd(Context poe) {
        FileStatus now;
        try {
            now = status();
        } catch (NoSuchFileException gone) {
            now = MISSING;
        } catch (IOException e) {
            fail(poe, IoError.of("stat", e));
            return;
        }
        boolean another = isAnother(now);
        last = now;
        if (!another) {
            tell(poe, idleEvent);
            setTimer(intervalNs);
        } else if (path != null) {
            forgetFile();
            setTimer(0);
        } else {
            position = 0;
            reset(poe);
            setTimer(intervalNs);
        }
    }

    /** It is followed no more, as in POE. */
    private void fail(Context poe, IoError error) {
        close();
        poe.deliver(errorEvent, error, id);
    }

    private boolean isAnother(FileStatus now) {
        return now == MISSING
                || !now.identity().equals(last.identity())
                || now.links() != last.links()
                || now.size() < last.size()
                || now.size() < position;
    }

    private FileStatus status() throws IOException {
        return path == null ? FollowTailBuilder.nameless(file.size()) : disk.status(path);
    }

    private void tell(Context poe, Event<Void> event) {
        poe.deliver(event, null, id);
    }

    private void setTimer(long delayNs) {
        if (!closed) {
            timer.set(delayNs);
        }
    }

    long position() {
        return position;
    }

    @Override
    public long wheelId() {
        return id;
    }

    @Override
    public String wheelKind() {
        return "FollowTail";
    }

    @Override
    public Optional<String> looksAt() {
        return Optional.of(path == null ? "an open file" : path.toString());
    }

    byte[] pending() {
        byte[] bytes = new byte[window.remaining()];
        System.arraycopy(window.array(), window.position(), bytes, 0, bytes.length);
        return bytes;
    }

    void close() {
        timer.close();
        onSessionEnd();
    }

    @Override
    public void onSessionEnd() {
        closed = true;
        forgetFile();
    }

    private void forgetFile() {
        if (file != null) {
            file.close();
            file = null;
        }
    }
}
