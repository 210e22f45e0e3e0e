package dev.usher.wheel;

import dev.usher.filter.Filter;
import dev.usher.kernel.Context;
import dev.usher.kernel.Event;
import dev.usher.kernel.IoError;
import dev.usher.kernel.Kernel;
import dev.usher.kernel.Session;
import dev.usher.kernel.States;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * A session with a {@link SocketFactory} that opens wheels for lines and writes down every event of them. A test may
 * have it do something whenever it has written a certain entry.
 */
final class Recorder {
    /** What a test has done in a handler. */
    @FunctionalInterface
    interface Action {
        void act(Context poe) throws Exception;
    }

    static final Event<Opened> OPENED = Event.named("opened", Opened.class);
    static final Event<IoError> FAILED = Event.named("failed", IoError.class);
    static final Event<String> INPUT = Event.named("input", String.class);
    static final Event<String> OTHER = Event.named("other", String.class);
    static final Event<Integer> NUMBER = Event.named("number", Integer.class);
    static final Event<IoError> ERROR = Event.named("error", IoError.class);
    static final Event<Void> FLUSHED = Event.named("flushed");
    static final Event<Void> LOW = Event.named("low");
    static final Event<Void> HIGH = Event.named("high");
    static final Event<Action> DO = Event.named("do", Action.class);

    static final States<Recorder> STATES = States.of(Recorder.class)
            .start((me, poe) -> me.begin.act(poe))
            .on(OPENED, Recorder::opened)
            .on(FAILED, (me, poe, error) -> me.wrote(poe, "failed", " " + error.operation() + " " + error.errno()))
            .on(INPUT, (me, poe, line) -> me.wrote(poe, line, ""))
            .on(OTHER, (me, poe, line) -> me.wrote(poe, "other", " " + line))
            .on(NUMBER, (me, poe, number) -> me.wrote(poe, "number", " " + number))
            .on(ERROR, (me, poe, error) -> me.wrote(poe, "error", " " + error.operation() + " " + error.errno()))
            .on(FLUSHED, (me, poe) -> me.wrote(poe, "flushed", ""))
            .on(LOW, (me, poe) -> me.wrote(poe, "low", ""))
            .on(HIGH, (me, poe) -> me.wrote(poe, "high", ""))
            .on(DO, (me, poe, action) -> action.act(poe))
            .sig("DIE", (me, poe, die) -> {
                me.log.add("die " + die.death().error().getMessage());
                if (me.survives) {
                    poe.sigHandled();
                }
            })
            .stop((me, poe) -> me.log.add("stop"));

    final List<String> log = new ArrayList<>();
    final List<Long> ids = new ArrayList<>();
    final List<ReadWrite<String, String>> wheels = new ArrayList<>();
    final Map<String, Action> actions = new HashMap<>();
    UnaryOperator<ReadWriteBuilder<String, String>> shape = UnaryOperator.identity();
    Supplier<Filter<String, String>> filter = Lines::new;
    Action begin = poe -> {};
    boolean survives = true;
    boolean opens = true;
    boolean quiet; // does not write its input down
    long octets; // how many came in, as characters of records
    SocketFactory factory;
    Session session;
    Opened last;

    /** Has something done whenever an entry is written: a line, or the name of another event. */
    Recorder on(String entry, Action action) {
        actions.put(entry, action);
        return this;
    }

    Recorder shaped(UnaryOperator<ReadWriteBuilder<String, String>> shape) {
        this.shape = shape;
        return this;
    }

    Recorder listen(Kernel kernel, SocketAddress address) {
        begin = poe -> factory = SocketFactory.listen(address)
                .successEvent(OPENED)
                .failureEvent(FAILED)
                .open(poe);
        session = kernel.create(STATES, this);
        return this;
    }

    Recorder listen(Kernel kernel, int port) {
        return listen(kernel, new InetSocketAddress("127.0.0.1", port));
    }

    Recorder connect(Kernel kernel, SocketAddress address) {
        begin = poe -> factory = SocketFactory.connect(address)
                .successEvent(OPENED)
                .failureEvent(FAILED)
                .open(poe);
        session = kernel.create(STATES, this);
        return this;
    }

    ReadWrite<String, String> wheel() {
        return wheels.get(wheels.size() - 1);
    }

    /** What was written down since this was asked last. */
    List<String> taken() {
        List<String> taken = List.copyOf(log);
        log.clear();
        return taken;
    }

    private void opened(Context poe, Opened opened) throws Exception {
        last = opened;
        if (opens) {
            wheels.add(
                    shape.apply(ReadWrite.with(filter.get()).inputEvent(INPUT).errorEvent(ERROR))
                            .open(poe, opened));
        }
        Action action = actions.get("opened");
        if (action != null) {
            action.act(poe);
        }
    }

    private void wrote(Context poe, String entry, String detail) throws Exception {
        ids.add(poe.wheelId());
        if (quiet && poe.event() == INPUT) {
            octets += entry.length();
        } else {
            log.add(entry + detail);
        }
        Action action = actions.get(entry);
        if (action != null) {
            action.act(poe);
        }
    }
}
