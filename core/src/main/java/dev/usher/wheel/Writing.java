package dev.usher.wheel;

import dev.usher.driver.Driver;
import dev.usher.filter.Output;
import dev.usher.filter.OutputFilter;
import dev.usher.kernel.Context;
import dev.usher.kernel.Errno;
import dev.usher.kernel.Event;
import dev.usher.kernel.Flushable;
import dev.usher.kernel.IoError;
import dev.usher.kernel.Kernel;
import dev.usher.kernel.Session;
import dev.usher.kernel.Watch;
import dev.usher.network.StreamLink;
import dev.usher.tls.TlsDriver;
import dev.usher.tls.TlsInfo;
import java.io.IOException;
import java.util.Optional;

/**
 * The writing half of a wheel on a connection. Belongs to its session; any session of the same kernel may put to it.
 * Not thread-safe.
 *
 * <p>What is put in a slice is written at its end, at once for all records, and a long record at once where no high
 * event asks how much is put in a slice; what the link does not take then follows when it can. Above the high mark the
 * high event is sent once, down at the low mark the low event once, and the flushed event whenever nothing is left.
 *
 * @param <O> the records it writes
 */
public abstract sealed class Writing<O> extends Wheel implements Flushable permits ReadWrite {
    private static final int DIRTY = 1; // will be flushed at the end of the slice
    private static final int BLOCKED = 2; // the link is full: waits until it can be written
    private static final int HIGH = 4; // at or above the high mark, until not above the low one
    private static final int HIGH_DUE = 8; // the high event is still to be sent
    private static final int ENDING = 16; // the output shall be shut down once it is written
    private static final int MUTE = 32; // nothing can be written any more
    private static final int UNFLUSHED = 64; // something was put since the last flushed event
    private static final int CLOSED = 128;
    private static final int FAILED = 256; // something went wrong: the link is written to no more

    /** The first flag that a subclass may use. */
    static final int FIRST_FREE = 512;

    final StreamLink link;
    final Driver driver;
    final WheelBuffers buffers;
    WriteEvents events;
    Watch watch;
    private final Session session;
    private OutputFilter<O> output;
    Outputs out; // what waits to be written, or null
    private int state;

    Writing(long id, Context poe, StreamLink link, Driver driver, OutputFilter<O> output, WriteEvents events) {
        super(id);
        this.session = poe.session();
        this.link = link;
        this.buffers = WheelBuffers.of(poe.kernel());
        this.driver = driver == null ? buffers.driver : driver;
        this.output = output;
        this.events = events;
    }

    /**
     * Writes a record, at the end of the slice.
     *
     * @param record what to write
     * @return true if it is time to stop: as many bytes as the high mark wait, or nothing can be written any more,
     *     after an error, {@link #shutdownOutput} or {@link #close}, and the record is dropped
     * @throws IllegalArgumentException if the filter has no bytes for the record; nothing is written
     */
    public final boolean put(O record) {
        Kernel kernel = buffers.kernel;
        kernel.checkThread();
        if (!isWritable()) {
            return true;
        }
        if (out == null) {
            out = buffers.takeOutput();
        }
        boolean wasEmpty = out.isEmpty();
        Output buffer = out.last();
        int before = buffer.size();
        try {
            output.put(record, buffer);
        } catch (Throwable e) {
            buffer.truncate(before);
            forgetIfEmpty();
            throw e;
        }
        if (buffer.size() == before && buffer.source() == null) {
            forgetIfEmpty();
            return octets() >= events.highMark();
        }
        out.puts++;
        set(UNFLUSHED);
        writeLent(buffer);
        if (events.autoFlush() && wasEmpty) {
            flush();
        }
        int size = octets();
        if (size > events.maxOutput()) {
            writeOrGiveUp();
        }
        boolean high = size >= events.highMark();
        if (high && !is(HIGH | MUTE)) {
            set(HIGH | HIGH_DUE);
            flushLater(kernel);
        } else if (!is(BLOCKED)) {
            flushLater(kernel);
        }
        return high || is(MUTE);
    }

    /** What is long goes to the link from where it is, unless somebody counts; what the link leaves is copied. */
    private void writeLent(Output buffer) {
        while (events.high() == null && buffer.isLent() && out.isNext(buffer, driver) && writeNow() > 0) {
            // the link takes more
        }
        try {
            buffer.settle();
        } catch (Throwable e) { // there is no room for it, and some of it may have gone
            giveUp("write", e);
            throw e;
        }
    }

    /** Where more waits than may and the link does not take it now, the connection is given up. */
    private void writeOrGiveUp() {
        while (!is(MUTE) && copied() > events.maxOutput()) {
            if (writeNow() == 0) {
                String text = "more than " + events.maxOutput() + " bytes wait to be written";
                fail(new IoError("write", Errno.ENOBUFS, text));
                flushLater(buffers.kernel);
            }
        }
    }

    private void flushLater(Kernel kernel) {
        if (!is(DIRTY)) {
            set(DIRTY);
            kernel.flushLater(session, this);
        }
    }

    /** The end of the slice: for the kernel. */
    @Override
    public final void flush(Context poe) {
        clear(DIRTY);
        if (is(HIGH_DUE)) {
            tellHigh(poe);
        }
        if (is(FAILED)) {
            buffers.tellFailure(poe, this);
        } else if (isOpen() && !is(BLOCKED)) {
            write(poe);
        }
    }

    /**
     * The link takes output again: for the kernel.
     *
     * @param poe the session's context
     */
    public final void onWritable(Context poe) {
        if (is(HIGH_DUE)) {
            tellHigh(poe); // it was put in this very slice: high goes before low
        }
        if (isOpen() && !is(FAILED)) {
            write(poe);
        }
    }

    private void tellHigh(Context poe) {
        clear(HIGH_DUE);
        tell(poe, events.high());
    }

    private void write(Context poe) {
        if ((out != null || driver.unwritten() > 0) && drive() < 0) {
            buffers.tellFailure(poe, this);
            return;
        }
        forgetIfEmpty();
        int left = octets();
        block(left > 0);
        if (is(HIGH) && left <= events.lowMark()) {
            clear(HIGH);
            tell(poe, events.low());
        }
        if (isOpen() && is(UNFLUSHED | ENDING) && octets() == 0) { // the low event may have brought more
            boolean flushed = is(UNFLUSHED);
            clear(UNFLUSHED);
            endOutput();
            tell(poe, flushed ? events.flushed() : null);
        }
    }

    void tellError(Context poe, IoError error) {
        poe.deliver(events.error(), error, id());
    }

    /** Whether somebody is told of errors. */
    boolean tellsErrors() {
        return events.error() != null;
    }

    /** Writes what the link takes: how many bytes, or less than 0 if it failed, which is to be told then. */
    private long drive() {
        try {
            long count = out == null ? driver.write(link, buffers.nothing) : out.write(driver, link);
            events.noteWritten(count, buffers.kernel);
            return count;
        } catch (IOException | RuntimeException e) {
            fail(failure("write", e));
        } catch (Error e) {
            giveUp("write", e);
            throw e;
        }
        return -1;
    }

    /** An Error goes its way; but nobody knows how far it let the driver come, so the connection is of no use. */
    final void giveUp(String operation, Throwable error) {
        fail(failure(operation, error));
        flushLater(buffers.kernel);
    }

    /** Nothing can be written any more: what waits is dropped, and what comes too. */
    private void fail(IoError error) {
        set(MUTE | FAILED);
        clear(HIGH | HIGH_DUE | UNFLUSHED);
        forgetOutput();
        block(false);
        if (isOpen()) {
            buffers.failures.put(this, error);
        }
    }

    final void noteRead(int count) {
        events.noteRead(count, buffers.kernel);
        if (driver.unwritten() > 0 && !is(FAILED)) {
            block(true); // an answer of the driver's own, for a link that is full
        }
    }

    /** What the handler throws goes its way; what was still to be done then follows in the next slice. */
    private void tell(Context poe, Event<Void> event) {
        boolean told = false;
        try {
            poe.deliver(event, null, id());
            told = true;
        } finally {
            if (!told && isOpen()) {
                flushLater(buffers.kernel);
            }
        }
    }

    private void block(boolean full) {
        if (full != is(BLOCKED)) {
            state ^= BLOCKED;
            if (full) {
                events.noteFull(buffers.kernel);
            }
            watch.write(full);
        }
    }

    /** Writes now what the link takes. Events about it are sent at the end of the slice. */
    public final void flush() {
        buffers.kernel.checkThread();
        writeNow();
    }

    private long writeNow() {
        if (!isOpen() || out == null || is(BLOCKED)) {
            return 0;
        }
        long count = drive();
        forgetIfEmpty();
        flushLater(buffers.kernel);
        return count;
    }

    /** Ends our half of the connection, after what was put is written. What is put later is dropped. */
    public final void shutdownOutput() {
        buffers.kernel.checkThread();
        if (isWritable()) {
            set(ENDING);
            if (octets() == 0) {
                endOutput();
            }
        }
    }

    private void endOutput() {
        if (is(MUTE) || !is(ENDING)) {
            return;
        }
        set(MUTE);
        try {
            driver.shutdownOutput(link);
            block(driver.unwritten() > 0);
        } catch (IOException e) {
            // The connection is broken: the peer has been told more than an end of output could tell.
        }
    }

    private void forgetIfEmpty() {
        if (out != null && out.isEmpty()) {
            forgetOutput();
        }
    }

    private void forgetOutput() {
        if (out != null) {
            buffers.giveBack(out);
            out = null;
        }
    }

    // ---- filter and events

    /**
     * Changes the output filter. What was put stays as it is.
     *
     * @param filter writes from the next record on
     */
    public final void outputFilter(OutputFilter<O> filter) {
        output = filter;
    }

    /** @return the filter that writes */
    public final OutputFilter<O> outputFilter() {
        return output;
    }

    /**
     * Sends another event for errors from now on.
     *
     * @param event the event, or null
     */
    public final void errorEvent(Event<IoError> event) {
        events = events.error(event);
    }

    /**
     * Sends another event when all is written, from now on.
     *
     * @param event the event, or null
     */
    public final void flushedEvent(Event<Void> event) {
        events = events.flushed(event);
    }

    /**
     * Sends another event when little output waits again, from now on.
     *
     * @param event the event, or null
     */
    public final void lowEvent(Event<Void> event) {
        events = events.markEvents(event, events.high());
    }

    /**
     * Sends another event when much output waits, from now on.
     *
     * @param event the event, or null
     */
    public final void highEvent(Event<Void> event) {
        events = events.markEvents(events.low(), event);
    }

    /**
     * Moves the low mark.
     *
     * @param bytes more than 0, less than the high mark
     */
    public final void lowMark(int bytes) {
        events = events.marks(bytes, events.highMark());
    }

    /**
     * Moves the high mark.
     *
     * @param bytes more than the low mark
     */
    public final void highMark(int bytes) {
        events = events.marks(events.lowMark(), bytes);
    }

    // ---- facts

    /** @return number of bytes put and not yet taken by the link, those of sources too; no more than an int holds */
    public final int octets() {
        return (int) Math.min(unwritten(), Integer.MAX_VALUE);
    }

    /** @return number of bytes put and not yet taken by the link, those of sources too */
    public final long unwritten() {
        return (out == null ? 0 : out.octets()) + driver.unwritten();
    }

    /** @return number of bytes put and not yet taken by the link that are in memory because they were copied there */
    public final int copied() {
        return (out == null ? 0 : out.copied()) + driver.unwritten();
    }

    /**
     * @return whether what is put can still be written: not after an error, {@link #shutdownOutput} or {@link #close}
     */
    public final boolean isWritable() {
        return (state & (CLOSED | MUTE | ENDING)) == 0;
    }

    /** @return number of records put since the output was last empty */
    public final int outMessages() {
        return out == null ? 0 : out.puts;
    }

    /** @return number of bytes written since the output was last empty */
    public final long written() {
        return out == null ? 0 : out.written;
    }

    /** @return how much and when it last read and wrote; empty unless it was opened to keep that */
    public final Optional<Activity> activity() {
        return Optional.ofNullable(events.activity());
    }

    /** @return what was agreed on, if it goes over TLS */
    public final Optional<TlsInfo> tls() {
        return driver instanceof TlsDriver tls ? tls.info() : Optional.empty();
    }

    /** @return the connection */
    public final StreamLink link() {
        return link;
    }

    /** @return whether it has not been closed yet */
    public final boolean isOpen() {
        return !is(CLOSED);
    }

    // ---- the end

    /**
     * Writes what the link takes at once of what was put, but not of long sources, then closes the connection. What the
     * peer has sent until now is read and thrown away: else the system would answer it by a reset, which destroys what
     * is on its way to the peer.
     */
    @Override
    public final void close() {
        if (is(CLOSED)) {
            return;
        }
        buffers.kernel.checkThread();
        watch.close();
        letGo();
    }

    /** The wheel is closed: the link takes what it can and is closed too, the buffers go back. */
    void letGo() {
        if (is(CLOSED)) {
            return;
        }
        set(CLOSED);
        buffers.forgetFailure(this); // whoever closes does not ask any more
        try {
            while (out != null && drive() > 0 && out.copied() > 0) {
                // the link takes more
            }
            forgetIfEmpty();
            if (out == null && !is(FAILED)) { // else the peer shall see that something is missing (RFC 8446 §6.1)
                driver.closing(link);
            }
            forgetOutput();
            beforeLinkCloses();
        } finally {
            link.close();
        }
    }

    /** The last moment at which the link can be used. */
    void beforeLinkCloses() {}

    final boolean is(int flag) {
        return (state & flag) != 0;
    }

    final void set(int flags) {
        state |= flags;
    }

    final void clear(int flags) {
        state &= ~flags;
    }
}
