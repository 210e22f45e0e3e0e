package dev.usher.component.tcp;

import dev.usher.kernel.Context;
import dev.usher.kernel.Event;
import dev.usher.kernel.IoError;
import dev.usher.wheel.Opened;
import dev.usher.wheel.ReadWrite;
import dev.usher.wheel.ReadWriteBuilder;

/** Makes the wheel of each of a client's connections, with filters of its own. */
final class ServerWheels<I, O> {
    static final Event<Object> INPUT = Event.any("tcp_client_got_input");
    static final Event<IoError> ERROR = Event.named("tcp_client_got_error", IoError.class);
    static final Event<Void> FLUSHED = Event.named("tcp_client_got_flush");
    static final Event<Void> LOW = Event.named("tcp_client_got_low");
    static final Event<Void> HIGH = Event.named("tcp_client_got_high");

    private final FilterPair<I, O> filters;
    private final ReadWriteBuilder<I, O> wheels;

    @SuppressWarnings("unchecked") // the filter gives what serverInput takes, by the builder's types
    ServerWheels(TcpClientBuilder<?, I, O> wanted) {
        filters = wanted.filters;
        FilterPair.Made<I, O> unused = filters.make();
        ReadWriteBuilder<I, O> plain = ReadWrite.with(unused.input(), unused.output())
                .inputEvent((Event<I>) INPUT)
                .errorEvent(ERROR)
                .flushedEvent(FLUSHED);
        wheels = wanted.serverLow == null ? plain : plain.marks(wanted.lowMark, wanted.highMark, LOW, HIGH);
    }

    ReadWrite<I, O> open(Context poe, Opened opened) {
        FilterPair.Made<I, O> made = filters.make();
        return wheels.open(poe, opened, made.input(), made.output());
    }
}
