package dev.usher.wheel;

import dev.usher.driver.Driver;
import dev.usher.filter.InputFilter;
import dev.usher.filter.OutputFilter;
import dev.usher.kernel.Context;
import dev.usher.kernel.Event;
import dev.usher.kernel.IoError;
import dev.usher.network.StreamLink;
import java.util.Objects;

/**
 * Says how a {@link ReadWrite} shall be, and may open any number of them. Each verb changes this builder and answers
 * it.
 *
 * @param <I> the records it reads
 * @param <O> the records it writes
 */
public final class ReadWriteBuilder<I, O> {
    private final InputFilter<I> input;
    private final OutputFilter<O> output;
    private Driver driver;
    private Event<I> inputEvent;
    private WriteEvents events = WriteEvents.none();
    private boolean watched;

    ReadWriteBuilder(InputFilter<I> input, OutputFilter<O> output) {
        this.input = Objects.requireNonNull(input, "input filter");
        this.output = Objects.requireNonNull(output, "output filter");
    }

    /**
     * What to send for each record read. Without it nothing is read, and the end of the stream goes unnoticed.
     *
     * @param event the event
     * @return this
     */
    public ReadWriteBuilder<I, O> inputEvent(Event<I> event) {
        inputEvent = event;
        return this;
    }

    /**
     * What to send for errors and for the end of the stream.
     *
     * @param event the event
     * @return this
     */
    public ReadWriteBuilder<I, O> errorEvent(Event<IoError> event) {
        events = events.error(event);
        return this;
    }

    /**
     * What to send whenever all output has been written.
     *
     * @param event the event
     * @return this
     */
    public ReadWriteBuilder<I, O> flushedEvent(Event<Void> event) {
        events = events.flushed(event);
        return this;
    }

    /**
     * What to send when much output waits, and when little waits again.
     *
     * @param low bytes, more than 0
     * @param high bytes, more than low
     * @param lowEvent sent once, when not more than {@code low} bytes wait after there were too many
     * @param highEvent sent once, when {@code high} bytes or more wait
     * @return this
     */
    public ReadWriteBuilder<I, O> marks(int low, int high, Event<Void> lowEvent, Event<Void> highEvent) {
        events = events.marks(low, high).markEvents(lowEvent, highEvent);
        return this;
    }

    /**
     * How much may wait for the rest of a record: beyond it the error event comes ({@code read}, EMSGSIZE) and nothing
     * more is read. Filters have limits of their own that know more; this one holds for all of them.
     *
     * @param bytes more than 0; without limit unless said
     * @return this
     */
    public ReadWriteBuilder<I, O> maxInput(int bytes) {
        events = events.maxInput(positive("maxInput", bytes));
        return this;
    }

    /**
     * How much may wait to be written: beyond it all of it is dropped, the error event comes ({@code write}, ENOBUFS)
     * and nothing more is written.
     *
     * @param bytes more than 0; without limit unless said
     * @return this
     */
    public ReadWriteBuilder<I, O> maxOutput(int bytes) {
        events = events.maxOutput(positive("maxOutput", bytes));
        return this;
    }

    /**
     * Whether the wheel keeps how much and when it last read and wrote, at a hundred bytes: see
     * {@link ReadWrite#activity}.
     *
     * @param on whether
     * @return this
     */
    public ReadWriteBuilder<I, O> watched(boolean on) {
        watched = on;
        return this;
    }

    private static int positive(String what, int bytes) {
        if (bytes <= 0) {
            throw new IllegalArgumentException(what + " must be more than 0, not " + bytes);
        }
        return bytes;
    }

    /**
     * Whether a put to an empty buffer is written at once, not at the end of the slice.
     *
     * @param on whether
     * @return this
     */
    public ReadWriteBuilder<I, O> autoFlush(boolean on) {
        events = events.autoFlush(on);
        return this;
    }

    /**
     * What moves the bytes; the kernel's socket driver unless said.
     *
     * @param driver the driver, of this wheel alone if it has a state
     * @return this
     */
    public ReadWriteBuilder<I, O> driver(Driver driver) {
        this.driver = driver;
        return this;
    }

    /**
     * Opens a wheel for the current session, with the filters given at first. A connection that was told of as
     * {@link Opened} is better given so: it may have a driver of its own, as over TLS.
     *
     * @param poe the session's context
     * @param link the connection, which belongs to the wheel from now on
     * @return the wheel
     */
    public ReadWrite<I, O> open(Context poe, StreamLink link) {
        return open(poe, link, input, output);
    }

    /**
     * Opens a wheel for the current session, with the connection's own driver if it has one, and filters of its own.
     *
     * @param poe the session's context
     * @param opened the connection, which belongs to the wheel from now on
     * @param inputFilter reads
     * @param outputFilter writes
     * @return the wheel
     */
    public ReadWrite<I, O> open(Context poe, Opened opened, InputFilter<I> inputFilter, OutputFilter<O> outputFilter) {
        Driver own = opened.driver() == null ? driver : opened.driver();
        return open(poe, opened.link(), own, inputFilter, outputFilter);
    }

    /**
     * Opens a wheel for the current session, with the connection's own driver if it has one.
     *
     * @param poe the session's context
     * @param opened the connection, which belongs to the wheel from now on
     * @return the wheel
     */
    public ReadWrite<I, O> open(Context poe, Opened opened) {
        return open(poe, opened, input, output);
    }

    /**
     * Opens a wheel for the current session, with filters of its own.
     *
     * @param poe the session's context
     * @param link the connection, which belongs to the wheel from now on
     * @param inputFilter reads
     * @param outputFilter writes
     * @return the wheel
     */
    public ReadWrite<I, O> open(
            Context poe, StreamLink link, InputFilter<I> inputFilter, OutputFilter<O> outputFilter) {
        return open(poe, link, driver, inputFilter, outputFilter);
    }

    private ReadWrite<I, O> open(
            Context poe, StreamLink link, Driver mover, InputFilter<I> inputFilter, OutputFilter<O> outputFilter) {
        WriteEvents own = watched ? events.activity(new Activity(poe.kernel().nowNs())) : events;
        ReadWrite<I, O> wheel = new ReadWrite<>(
                poe.kernel().nextWheelId(), poe, link, mover, inputFilter, outputFilter, inputEvent, own);
        wheel.begin(poe);
        return wheel;
    }
}
