package dev.usher.component.websocket;

import dev.usher.filters.websocket.Agreement;
import dev.usher.filters.websocket.Binary;
import dev.usher.filters.websocket.Close;
import dev.usher.filters.websocket.CloseCode;
import dev.usher.filters.websocket.Data;
import dev.usher.filters.websocket.FrameReader;
import dev.usher.filters.websocket.FrameWriter;
import dev.usher.filters.websocket.Ping;
import dev.usher.filters.websocket.Pong;
import dev.usher.filters.websocket.Role;
import dev.usher.filters.websocket.Text;
import dev.usher.filters.websocket.WebSocketException;
import dev.usher.filters.websocket.WebSocketPart;
import dev.usher.kernel.Context;
import dev.usher.kernel.Event;
import dev.usher.kernel.IoError;
import dev.usher.wheel.ReadWrite;

/**
 * What a connection says and hears once its handshake is done, until both have sent their close frames (RFC 6455 §5 to
 * §7). Belongs to the connection's session.
 */
final class Frames {
    static final Event<WebSocketPart> PART = Event.named("websocket_got_part", WebSocketPart.class);
    static final Event<IoError> ERROR = Event.named("websocket_got_error", IoError.class);
    static final Event<Void> LOW = Event.named("websocket_low");
    static final Event<Void> FLUSHED = Event.named("websocket_flushed");
    static final Event<Void> READ = Event.named("websocket_read");
    static final Event<Void> LATE = Event.named("websocket_close_late");
    static final Event<WebSocketEndpoint.Ending> END = Event.named("websocket_end", WebSocketEndpoint.Ending.class);

    private final WebSocketEndpoint<?, ?> connection;
    private final Terms terms;
    private final ReadWrite<WebSocketPart, WebSocketPart> wheel;
    private final FrameGate gate;
    private final Outbox outbox;
    private final Pulse pulse;
    private final Pings pings;
    private final boolean streamed;
    private final RateLimit messages;
    private final RateLimit bytes;
    private final RateLimit controls;
    private boolean paused; // by the program
    private boolean insideText; // the message of which a part was sent
    private long timer;

    /** Goes on with a wheel behind the handshake; what has come behind that already is read. */
    Frames(
            WebSocketEndpoint<?, ?> connection,
            ReadWrite<?, ?> carrier,
            Terms terms,
            Agreement agreement,
            FrameWriter plain) {
        this.connection = connection;
        this.terms = terms;
        FrameReader reader = new FrameReader(connection.role(), terms.limits);
        FrameWriter writer = plain;
        if (agreement.deflate().isPresent()) {
            reader = reader.inflating(agreement.deflate().get());
            writer = writer.deflating(agreement.deflate().get(), terms.deflate.orElseThrow());
        }
        streamed = connection.told().part != null;
        if (streamed) {
            reader = reader.streamed();
        }
        writer.maxPayload(connection.maxSendSize());
        gate = new FrameGate(
                reader,
                writer,
                connection.counts(),
                connection.session().kernel().clock());
        wheel = carrier.switchTo(gate, PART);
        wheel.flushedEvent(null);
        wheel.lowEvent(LOW);
        wheel.lowMark(1);
        wheel.highMark(terms.highMark);
        wheel.lowMark(terms.lowMark);
        wheel.resumeInput();
        outbox = new Outbox(wheel, writer, terms, connection.counts());
        pulse = new Pulse(gate, outbox, connection.counts());
        pings = new Pings(outbox);
        messages = new RateLimit(terms.messageRate);
        bytes = new RateLimit(terms.byteRate);
        controls = new RateLimit(terms.controlRate);
    }

    FrameGate gate() {
        return gate;
    }

    Outbox outbox() {
        return outbox;
    }

    Pulse pulse() {
        return pulse;
    }

    Pings pings() {
        return pings;
    }

    // ---- what comes

    void part(Context poe, WebSocketPart part) {
        if (connection.phase() != WebSocketEndpoint.Phase.OPEN) {
            if (part instanceof Close) {
                finish();
            }
            return; // RFC 6455 §5.5.1: nobody is interested any more
        }
        if (part instanceof Data message) {
            message(poe, message);
        } else if (part instanceof Close close) {
            connection.peerCloses(poe, close);
        } else {
            control(poe, part);
        }
    }

    private void message(Context poe, Data message) {
        Counts counts = connection.counts();
        counts.messagesIn += message.isLast() ? 1 : 0;
        counts.bytesIn += message.length();
        if (message.isFirst() && messages.isOn() && !messages.allows(now(poe), 1)
                || bytes.isOn() && !bytes.allows(now(poe), message.length())) {
            limit(poe, CloseCode.POLICY_VIOLATION, "too much at once");
            return;
        }
        if (streamed) {
            connection.tellPart(poe, message);
        } else {
            connection.tellMessage(poe, message);
        }
    }

    private void control(Context poe, WebSocketPart part) {
        if (controls.isOn() && !controls.allows(now(poe), 1)) {
            limit(poe, CloseCode.POLICY_VIOLATION, "too many control frames");
        } else if (part instanceof Ping ping) {
            outbox.answer(ping, connection.scratch().pong);
            connection.tellPing(poe, ping);
        } else {
            pulse.pong(now(poe));
            pings.pong(poe, (Pong) part);
            connection.tellPong(poe, (Pong) part);
        }
    }

    private static long now(Context poe) {
        return poe.kernel().clock().nanoTime();
    }

    private void limit(Context poe, CloseCode code, String reason) {
        connection.end(poe, new WebSocketEndpoint.Ending(new Close(code, reason), Disconnection.Cause.LIMIT));
    }

    void failed(Context poe, IoError error) {
        boolean open = connection.phase() == WebSocketEndpoint.Phase.OPEN;
        if (error.operation().equals("filter")) {
            if (open) {
                WebSocketException wrong = gate.reader.failure().orElseThrow();
                connection.end(poe, new WebSocketEndpoint.Ending(Close.of(wrong), Disconnection.Cause.PROTOCOL));
            }
        } else if (open) {
            connection.lost(poe);
        } else {
            connection.close();
        }
    }

    // ---- what goes

    boolean send(WebSocketPart message, Object key) {
        switch (outbox.put(message, key)) {
            case TAKEN -> {
                connection.counts().messagesOut += message instanceof Data data && !data.isLast() ? 0 : 1;
                insideText = message instanceof Text;
                if (outbox.isChoked()) {
                    readOrNot();
                }
                return true;
            }
            case DROPPED -> {
                return false;
            }
            default -> {
                connection.in(
                        END,
                        new WebSocketEndpoint.Ending(
                                new Close(CloseCode.TRY_AGAIN_LATER, "messages are not taken fast enough"),
                                Disconnection.Cause.LIMIT));
                return false;
            }
        }
    }

    /** The last frame of a message of which parts were sent. */
    Data continuation(byte[] raw) {
        if (!gate.writer.isInside()) {
            throw new IllegalArgumentException("a continuation continues a message: send a part of one first");
        }
        return insideText ? new Text().wrap(raw, 0, raw.length, true) : new Binary().wrap(raw, 0, raw.length, true);
    }

    void low(Context poe) {
        if (connection.phase() == WebSocketEndpoint.Phase.OPEN && outbox.drained()) {
            readOrNot();
            connection.tellDrain(poe, outbox.buffered());
        }
    }

    void pause(boolean on) {
        paused = on;
        readOrNot();
    }

    /** Only a server is held back: were both ends, two that wait for each other would wait for ever. */
    private void readOrNot() {
        boolean heldBack = connection.role() == Role.SERVER && outbox.isChoked() && terms.slow == SlowConsumer.BLOCK;
        if (paused || heldBack) {
            wheel.pauseInput();
        } else {
            wheel.resumeInput();
        }
    }

    /** Reads what is there now, and tells what it was. */
    void read(Context poe) {
        if (!paused) {
            wheel.onReadable(poe);
        }
    }

    /** Whether it is silent for want of reading. */
    boolean isPaused() {
        return paused;
    }

    // ---- the end

    /** Sends the close frame, and waits for the peer's unless nothing it sends can be understood any more. */
    void end(Context poe, Close close, Disconnection.Cause cause) {
        outbox.forget();
        wheel.put(close);
        paused = false;
        wheel.resumeInput();
        if (cause == Disconnection.Cause.PROTOCOL) {
            wheel.shutdownOutput(); // RFC 6455 §7.1.7, and the peer can read the frame before the connection goes
        }
        await(poe);
    }

    /** The peer was the first. */
    void answer(Context poe, Close close) {
        outbox.forget();
        wheel.put(close);
        await(poe);
        finish();
    }

    private void await(Context poe) {
        timer = poe.delaySetNs(LATE, terms.closeNs, null);
    }

    /**
     * Both have sent a close frame: the server closes first (RFC 6455 §7.1.1), when its own is written; a client waits
     * for that.
     */
    private void finish() {
        wheel.flush();
        if (connection.role() == Role.CLIENT) {
            return;
        }
        if (wheel.octets() == 0) {
            connection.close();
        } else {
            wheel.flushedEvent(FLUSHED);
        }
    }

    void flushed() {
        connection.close();
    }

    void late() {
        timer = 0;
        connection.close();
    }

    /** The connection is gone. */
    void over(Context poe) {
        if (timer != 0) {
            poe.alarmRemove(timer);
            timer = 0;
        }
        outbox.forget();
        pings.over(poe);
        gate.release();
    }
}
