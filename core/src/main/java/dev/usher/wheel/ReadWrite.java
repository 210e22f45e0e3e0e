package dev.usher.wheel;

import dev.usher.driver.Driver;
import dev.usher.filter.Filter;
import dev.usher.filter.Input;
import dev.usher.filter.InputFilter;
import dev.usher.filter.OutputFilter;
import dev.usher.filter.ProtocolException;
import dev.usher.kernel.Context;
import dev.usher.kernel.Errno;
import dev.usher.kernel.Event;
import dev.usher.kernel.IoError;
import dev.usher.kernel.Watcher;
import dev.usher.network.StreamLink;
import java.io.IOException;

/**
 * Reads and writes records on a connection (POE::Wheel::ReadWrite). Belongs to its session; any session of the same
 * kernel may put to it. Not thread-safe.
 *
 * <p>One read for each readiness; every whole record in it is an input event, one after another. Filter, pause and
 * close are looked at before each record, and what was not used waits. What is put in a slice is written at its end, at
 * once for all records; what the link does not take then follows when it can.
 *
 * <p>An idle wheel has no buffer: it keeps input only while a record is incomplete, output only while the link is full.
 *
 * @param <I> the records it reads
 * @param <O> the records it writes
 */
public sealed class ReadWrite<I, O> extends Writing<O> implements Watcher permits StandardStream, FollowedStream {
    private static final int READING = FIRST_FREE; // inside an input event
    private static final int REPLAY = FIRST_FREE << 1; // the filter may have records that it was not asked for
    private static final int PAUSED = FIRST_FREE << 2;
    private static final int DEAF = FIRST_FREE << 3; // nothing can be read any more

    /**
     * How much is read away before closing at most, in reads of a block: a flooding peer must not hold the kernel up.
     */
    private static final int DRAINED_READS = 4;

    /** Then others have their turn: a burst of the shortest records must not hold them up. */
    private static final int RECORDS_AT_ONCE = 1024;

    private InputFilter<I> input;
    private Event<I> inputEvent;
    Input rest; // what of an incomplete record has come; during an input event the whole window; or null

    ReadWrite(
            long id,
            Context poe,
            StreamLink link,
            Driver driver,
            InputFilter<I> input,
            OutputFilter<O> output,
            Event<I> inputEvent,
            WriteEvents events) {
        super(id, poe, link, driver, output, events);
        this.input = input;
        this.inputEvent = inputEvent;
    }

    /**
     * Begins a wheel with one filter for both ways.
     *
     * @param filter reads and writes
     * @param <I> the records it reads
     * @param <O> the records it writes
     * @return what the wheel shall be, to be opened
     */
    public static <I, O> ReadWriteBuilder<I, O> with(Filter<I, O> filter) {
        return new ReadWriteBuilder<>(filter, filter);
    }

    /**
     * Begins a wheel with a filter for each way.
     *
     * @param input reads
     * @param output writes
     * @param <I> the records it reads
     * @param <O> the records it writes
     * @return what the wheel shall be, to be opened
     */
    public static <I, O> ReadWriteBuilder<I, O> with(InputFilter<I> input, OutputFilter<O> output) {
        return new ReadWriteBuilder<>(input, output);
    }

    void begin(Context poe) {
        watch = poe.watch(link, this);
        listenAgain();
    }

    // ---- reading

    @Override
    public final void onReadable(Context poe) {
        if (is(READING)) {
            watch.read(false); // a timeslice inside an input event: its record comes first, and the poll may sleep
            return;
        }
        boolean replay = is(REPLAY);
        clear(REPLAY);
        Input own = rest;
        Input window = own != null && own.remaining() > WheelBuffers.SMALL_REST ? own : buffers.takeWindow();
        if (own != null && own != window) {
            window.append(own.array(), own.position(), own.remaining());
        }
        rest = window;
        try {
            IoError ended = replay ? null : read(window);
            if (ended == null) {
                deliver(poe, window);
            } else {
                end(poe, ended);
            }
        } finally {
            keepRest(window, own);
        }
    }

    /** Reads once; answers why there is nothing more to read ever, or null. */
    private IoError read(Input window) {
        try {
            int count = driver.read(link, window);
            noteRead(count);
            return count < 0 ? IoError.END : null;
        } catch (IOException | RuntimeException e) {
            return failure("read", e);
        } catch (Error e) { // what was read may be lost, so nothing behind it makes sense
            set(DEAF);
            watch.read(false);
            giveUp("read", e);
            throw e;
        }
    }

    private void deliver(Context poe, Input window) {
        boolean wasDeaf = is(DEAF);
        set(READING);
        boolean whole = false;
        try {
            for (int left = RECORDS_AT_ONCE; left > 0 && wantsInput(); left--) {
                I record = nextRecord(poe, window);
                if (record == null) {
                    whole = wantsInput() && !input.wantsTurn();
                    break;
                }
                poe.deliver(inputEvent, record, id());
            }
        } finally {
            clear(READING);
            if (whole) {
                clear(REPLAY);
            } else {
                set(REPLAY); // paused, the turn is over, or the handler threw: the rest waits
            }
            listenAgain();
            if (is(DEAF) && !wasDeaf) {
                stopped(poe);
            }
        }
        if (whole && window.remaining() > events.maxInput()) {
            window.clear();
            end(
                    poe,
                    new IoError(
                            "read", Errno.EMSGSIZE, "more than " + events.maxInput() + " bytes make no whole record"));
        }
    }

    /** The filter's next record, past whatever it refuses; null if it needs more. */
    private I nextRecord(Context poe, Input window) {
        while (true) {
            int before = window.remaining();
            try {
                return input.next(window);
            } catch (ProtocolException e) {
                stopUnlessTaken(window, before);
                if (!tellsErrors()) {
                    throw e;
                }
                tellError(poe, IoError.of(e));
                if (!wantsInput()) {
                    return null;
                }
            } catch (Throwable e) {
                stopUnlessTaken(window, before);
                throw e;
            }
        }
    }

    /** A filter that threw without taking anything would throw for ever: it cannot go on from here. */
    private void stopUnlessTaken(Input window, int before) {
        if (window.remaining() == before && !input.canGoOn()) {
            window.clear();
            set(DEAF);
        }
    }

    /** Nothing more is read, though the stream has not ended: the filter cannot go on, say. */
    void stopped(Context poe) {}

    void end(Context poe, IoError error) {
        set(DEAF);
        watch.read(false); // before the event, whose handler may poll
        tellError(poe, error);
    }

    /**
     * Keeps what no record has used, in a small buffer of this wheel's own unless it is much, and gives back the rest.
     */
    private void keepRest(Input window, Input own) {
        Input kept = null;
        if (isOpen() && !window.isEmpty()) {
            if (window == own && window.remaining() > WheelBuffers.SMALL_REST) {
                kept = own;
            } else if (own == null || own == window) {
                kept = window.moveRest();
            } else {
                own.clear();
                own.append(window.array(), window.position(), window.remaining());
                kept = own;
            }
        }
        rest = kept;
        if (window != own) {
            buffers.giveBack(window);
        }
    }

    private boolean wantsInput() {
        return inputEvent != null && isOpen() && !is(PAUSED | DEAF);
    }

    private void listenAgain() {
        if (!isOpen()) {
            return;
        }
        boolean wanted = wantsInput();
        watch.read(wanted);
        if (wanted && (is(REPLAY) || driver.hasInput()) && !is(READING)) {
            watch.readAgain();
        }
    }

    /** Reads no more for a while, from the next record on: the peer's output backs up. */
    public final void pauseInput() {
        set(PAUSED);
        listenAgain();
    }

    /** Reads again, first what was left when reading was paused. */
    public final void resumeInput() {
        clear(PAUSED);
        listenAgain();
    }

    /** Ends the peer's half of the connection here: what it sends from now on is lost, and what waits too. */
    public final void shutdownInput() {
        set(DEAF);
        listenAgain();
        forgetInput();
        try {
            link.shutdownInput();
        } catch (IOException e) {
            // It is broken: there is nothing left to shut down, and writing will tell.
        }
    }

    // ---- filters and events

    /**
     * Changes both filters. Bytes that the old one has not used go to the new one, and what was put stays as it is.
     *
     * @param filter reads and writes from the next record on
     */
    public final void filter(Filter<I, O> filter) {
        inputFilter(filter);
        outputFilter(filter);
    }

    /**
     * Changes the input filter. Bytes that the old one has not used go to the new one.
     *
     * @param filter reads from the next record on
     */
    public final void inputFilter(InputFilter<I> filter) {
        input = filter;
        if (rest != null) {
            set(REPLAY);
        }
        listenAgain();
    }

    /**
     * Changes the filters and the input event together, to records of other types.
     *
     * @param filter reads and writes from the next record on
     * @param event what to send for records from now on
     * @param <J> the records it reads then
     * @param <P> the records it writes then
     * @return this wheel, with its new types
     */
    @SuppressWarnings("unchecked") // nothing of the old types is left in it
    public final <J, P> ReadWrite<J, P> switchTo(Filter<J, P> filter, Event<J> event) {
        ReadWrite<J, P> switched = (ReadWrite<J, P>) this;
        switched.inputEvent = event;
        switched.filter(filter);
        return switched;
    }

    /** @return the filter that reads */
    public final InputFilter<I> inputFilter() {
        return input;
    }

    /**
     * Sends another event for records from now on.
     *
     * @param event the event; null reads no more
     */
    public final void inputEvent(Event<I> event) {
        inputEvent = event;
        listenAgain();
    }

    // ---- facts

    /** @return a copy of the bytes read that no record has used yet */
    public final byte[] pending() {
        if (rest == null) {
            return new byte[0];
        }
        byte[] bytes = new byte[rest.remaining()];
        System.arraycopy(rest.array(), rest.position(), bytes, 0, bytes.length);
        return bytes;
    }

    @Override
    public final void onSessionEnd() {
        letGo();
    }

    @Override
    void beforeLinkCloses() {
        Input window = buffers.takeWindow();
        for (int i = 0; i < DRAINED_READS && !is(DEAF) && read(window) == null && !window.isEmpty(); i++) {
            window.clear();
        }
        buffers.giveBack(window);
    }

    @Override
    void letGo() {
        super.letGo();
        forgetInput();
    }

    private void forgetInput() {
        if (rest != null) {
            rest.clear(); // it may be in use: then whoever reads lets go of it
        }
        if (!is(READING)) {
            rest = null;
        }
    }
}
