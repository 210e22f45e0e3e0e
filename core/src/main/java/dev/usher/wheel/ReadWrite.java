package dev.usher.wheel;

import dev.usher.driver.Driver;
import dev.usher.filter.Filter;
import dev.usher.filter.Input;
import dev.usher.filter.InputFilter;
import dev.usher.filter.OutputFilter;
import dev.usher.filter.ProtocolException;
import dev.usher.kernel.Context;
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
public final class ReadWrite<I, O> extends Writing<O> implements Watcher {
    private static final int READING = FIRST_FREE; // inside an input event
    private static final int REPLAY = FIRST_FREE << 1; // whole records may wait in the rest
    private static final int PAUSED = FIRST_FREE << 2;
    private static final int DEAF = FIRST_FREE << 3; // nothing can be read any more

    private InputFilter<I> input;
    private Event<I> inputEvent;
    private Input rest; // what of an incomplete record has come, or null

    ReadWrite(
            Context poe,
            StreamLink link,
            Driver driver,
            InputFilter<I> input,
            OutputFilter<O> output,
            Event<I> inputEvent,
            WriteEvents events) {
        super(poe, link, driver, output, events);
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
        watch.read(wantsInput());
    }

    // ---- reading

    @Override
    public void onReadable(Context poe) {
        if (is(READING)) {
            return; // a timeslice inside an input event: its record comes first
        }
        boolean replay = is(REPLAY);
        clear(REPLAY);
        Input window = rest == null ? buffers.takeWindow() : rest;
        try {
            IoError ended = replay ? null : read(window);
            if (ended == null) {
                deliver(poe, window);
            } else {
                end(poe, ended);
            }
        } finally {
            keepRest(window);
        }
    }

    /** Reads once; answers why there is nothing more to read ever, or null. */
    private IoError read(Input window) {
        try {
            return driver.read(link, window) < 0 ? IoError.END : null;
        } catch (IOException e) {
            return IoError.of("read", e);
        }
    }

    @Override
    public void onWritable(Context poe) {
        write(poe);
    }

    private void deliver(Context poe, Input window) {
        set(READING);
        boolean whole = false;
        try {
            while (wantsInput()) {
                I record = nextRecord(poe, window);
                if (record == null) {
                    whole = true;
                    break;
                }
                poe.deliver(inputEvent, record, id());
            }
        } finally {
            clear(READING);
            if (!whole && isOpen() && !window.isEmpty()) {
                set(REPLAY); // paused, or the handler threw: the rest of the burst waits
                watch.readAgain();
            }
        }
    }

    /** The filter's next record, past whatever it refuses; null if it needs more. */
    private I nextRecord(Context poe, Input window) {
        while (true) {
            int before = window.remaining();
            try {
                return input.next(window);
            } catch (ProtocolException e) {
                if (window.remaining() == before) {
                    window.clear(); // it cannot go on from here
                    set(DEAF);
                    watch.read(false);
                }
                if (events.error() == null) {
                    throw e;
                }
                poe.deliver(events.error(), IoError.of(e), id());
                if (!wantsInput()) {
                    return null;
                }
            }
        }
    }

    private void end(Context poe, IoError error) {
        set(DEAF);
        try {
            poe.deliver(events.error(), error, id());
        } finally {
            watch.read(false);
        }
    }

    private void keepRest(Input window) {
        if (window == rest) {
            if (rest.isEmpty() || !isOpen()) {
                rest = null;
            }
            return;
        }
        if (isOpen() && !window.isEmpty()) {
            rest = window.moveRest();
        }
        buffers.giveBack(window);
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
        if (wanted && rest != null && !is(READING)) {
            set(REPLAY);
            watch.readAgain();
        }
    }

    /** Reads no more for a while, from the next record on: the peer's output backs up. */
    public void pauseInput() {
        set(PAUSED);
        listenAgain();
    }

    /** Reads again, first what was left when reading was paused. */
    public void resumeInput() {
        clear(PAUSED);
        listenAgain();
    }

    /** Ends the peer's half of the connection here: what it sends from now on is lost, and what waits too. */
    public void shutdownInput() {
        set(DEAF);
        listenAgain();
        if (!is(READING)) {
            rest = null;
        }
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
    public void filter(Filter<I, O> filter) {
        inputFilter(filter);
        outputFilter(filter);
    }

    /**
     * Changes the input filter. Bytes that the old one has not used go to the new one.
     *
     * @param filter reads from the next record on
     */
    public void inputFilter(InputFilter<I> filter) {
        input = filter;
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
    public <J, P> ReadWrite<J, P> switchTo(Filter<J, P> filter, Event<J> event) {
        ReadWrite<J, P> switched = (ReadWrite<J, P>) this;
        switched.inputEvent = event;
        switched.filter(filter);
        return switched;
    }

    /** @return the filter that reads */
    public InputFilter<I> inputFilter() {
        return input;
    }

    /**
     * Sends another event for records from now on.
     *
     * @param event the event; null reads no more
     */
    public void inputEvent(Event<I> event) {
        inputEvent = event;
        listenAgain();
    }

    // ---- facts

    /** @return a copy of the bytes read that no record has used yet */
    public byte[] pending() {
        if (rest == null) {
            return new byte[0];
        }
        byte[] bytes = new byte[rest.remaining()];
        System.arraycopy(rest.array(), rest.position(), bytes, 0, bytes.length);
        return bytes;
    }

    @Override
    public void onSessionEnd() {
        letGo();
    }

    @Override
    void letGo() {
        super.letGo();
        if (!is(READING)) {
            rest = null;
        }
    }
}
