package dev.usher.component.tcp;

import dev.usher.kernel.Context;
import dev.usher.kernel.Event;
import dev.usher.wheel.Opened;
import dev.usher.wheel.ReadWrite;
import dev.usher.wheel.ReadWriteBuilder;

/** Makes the wheel of each connection, with filters of its own. Immutable. */
final class Wheels<I, O> {
    static final int LOW_MARK = 32 * 1024;
    static final int HIGH_MARK = 64 * 1024;

    private final FilterPair<I, O> filters;
    private final ReadWriteBuilder<I, O> wheels;

    @SuppressWarnings("unchecked") // the filter gives what the program's handler takes, by the builder's types
    Wheels(FilterPair<I, O> filters, WheelEvents events, ConnectionBuilder<?, ?> wanted) {
        this.filters = filters;
        FilterPair.Made<I, O> unused = filters.make();
        ReadWriteBuilder<I, O> plain = ReadWrite.with(unused.input(), unused.output())
                .inputEvent((Event<I>) events.input())
                .errorEvent(events.error())
                .flushedEvent(events.flushed())
                .maxInput(wanted.maxInput)
                .maxOutput(wanted.maxOutput)
                .watched(wanted.countsBytes || wanted.timeouts.any());
        wheels = wanted.onLow == null
                ? plain.marks(LOW_MARK, HIGH_MARK, null, null) // put says when to stop, without being asked to
                : plain.marks(wanted.lowMark, wanted.highMark, events.low(), events.high());
    }

    ReadWrite<I, O> open(Context poe, Opened opened) {
        FilterPair.Made<I, O> made = filters.make();
        return wheels.open(poe, opened, made.input(), made.output());
    }
}
