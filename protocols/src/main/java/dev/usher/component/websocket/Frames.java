package dev.usher.component.websocket;

import dev.usher.component.http.HttpConnection;
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
    static final Event<WebSocketPart> PART = Event.named("websocket_server_got_part", WebSocketPart.class);
    static final Event<IoError> ERROR = Event.named("websocket_server_got_error", IoError.class);
    static final Event<Void> LOW = Event.named("websocket_server_low");
    static final Event<Void> FLUSHED = Event.named("websocket_server_flushed");
    static final Event<Void> READ = Event.named("websocket_server_read");
    static final Event<Void> LATE = Event.named("websocket_server_close_late");
    static final Event<Life.Ending> END = Event.named("websocket_server_end", Life.Ending.class);

    private final WebSocketConnection connection;
    private final Life life;
    private final WebSocketListener server;
    private final HttpConnection http;
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

    Frames(Context poe, WebSocketConnection connection, WebSocketListener server, Agreement agreement) {
        this.connection = connection;
        life = connection.life();
        this.server = server;
        WebSocketServer definition = server.definition();
        FrameReader reader = new FrameReader(Role.SERVER, definition.limits);
        FrameWriter writer = FrameWriter.ofServer();
        if (agreement.deflate().isPresent()) {
            reader = reader.inflating(agreement.deflate().get());
            writer = writer.deflating(
                    agreement.deflate().get(), definition.handshake.deflate().orElseThrow());
        }
        streamed = connection.told().part != null;
        if (streamed) {
            reader = reader.streamed();
        }
        writer.maxPayload(connection.maxSendSize());
        gate = new FrameGate(reader, writer, server.counts(), poe.kernel().clock());
        http = connection.socket();
        wheel = http.wheel().orElseThrow().switchTo(gate, PART);
        wheel.errorEvent(ERROR);
        wheel.flushedEvent(null);
        wheel.lowEvent(LOW);
        wheel.lowMark(1);
        wheel.highMark(definition.highMark);
        wheel.lowMark(definition.lowMark);
        connection.applyNoDelay();
        wheel.resumeInput();
        outbox = new Outbox(wheel, writer, definition, server.counts());
        pulse = new Pulse(gate, outbox, server.counts());
        pings = new Pings(life, outbox);
        messages = new RateLimit(definition.messageRate);
        bytes = new RateLimit(definition.byteRate);
        controls = new RateLimit(definition.controlRate);
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
        if (life.phase() != Life.Phase.OPEN) {
            if (part instanceof Close) {
                finish();
            }
            return; // RFC 6455 §5.5.1: nobody is interested any more
        }
        if (part instanceof Data message) {
            message(poe, message, connection.told());
        } else if (part instanceof Close close) {
            life.peerCloses(poe, close);
        } else {
            control(poe, part);
        }
    }

    private void message(Context poe, Data message, Hooks hooks) {
        Counts counts = server.counts();
        counts.messagesIn += message.isLast() ? 1 : 0;
        counts.bytesIn += message.length();
        if (message.isFirst() && messages.isOn() && !messages.allows(now(poe), 1)
                || bytes.isOn() && !bytes.allows(now(poe), message.length())) {
            limit(poe, CloseCode.POLICY_VIOLATION, "too much at once");
            return;
        }
        if (streamed) {
            life.tell(poe, hooks.part, message);
            return;
        }
        life.tell(poe, hooks.message, message);
        if (message instanceof Text text) {
            if (hooks.utf8 != null && life.isOpen()) {
                life.tell(poe, hooks.utf8, text.text());
            }
        } else if (hooks.binary != null && life.isOpen()) {
            life.tell(poe, hooks.binary, message.toByteArray());
        }
    }

    private void control(Context poe, WebSocketPart part) {
        if (controls.isOn() && !controls.allows(now(poe), 1)) {
            limit(poe, CloseCode.POLICY_VIOLATION, "too many control frames");
        } else if (part instanceof Ping ping) {
            WebSocketHook<WebSocketConnection, byte[]> hook = connection.told().ping;
            outbox.answer(ping, server.pong);
            if (hook != null) {
                life.tell(poe, hook, ping.toByteArray());
            }
        } else {
            pulse.pong(now(poe));
            pings.pong(poe, (Pong) part);
            WebSocketHook<WebSocketConnection, byte[]> hook = connection.told().pong;
            if (hook != null) {
                life.tell(poe, hook, ((Pong) part).toByteArray());
            }
        }
    }

    private static long now(Context poe) {
        return poe.kernel().clock().nanoTime();
    }

    private void limit(Context poe, CloseCode code, String reason) {
        life.end(poe, new Life.Ending(new Close(code, reason), Disconnection.Cause.LIMIT));
    }

    void failed(Context poe, IoError error) {
        boolean open = life.phase() == Life.Phase.OPEN;
        if (error.operation().equals("filter")) {
            if (open) {
                WebSocketException wrong = gate.reader.failure().orElseThrow();
                life.end(poe, new Life.Ending(Close.of(wrong), Disconnection.Cause.PROTOCOL));
            }
        } else if (open) {
            life.lost(poe);
        } else {
            http.close();
        }
    }

    // ---- what goes

    boolean send(WebSocketPart message, Object key) {
        switch (outbox.put(message, key)) {
            case TAKEN -> {
                server.counts().messagesOut += message instanceof Data data && !data.isLast() ? 0 : 1;
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
                        new Life.Ending(
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
        if (life.phase() == Life.Phase.OPEN && outbox.drained()) {
            readOrNot();
            life.tell(poe, connection.told().drain, outbox.buffered());
        }
    }

    void pause(boolean on) {
        paused = on;
        readOrNot();
    }

    private void readOrNot() {
        if (paused || outbox.isChoked() && server.definition().slow == SlowConsumer.BLOCK) {
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
        timer = poe.delaySetNs(LATE, server.definition().closeNs, null);
    }

    /** Both have sent a close frame: the server closes first (RFC 6455 §7.1.1), when its own is written. */
    private void finish() {
        wheel.flush();
        if (wheel.octets() == 0) {
            http.close();
        } else {
            wheel.flushedEvent(FLUSHED);
        }
    }

    void flushed() {
        http.close();
    }

    void late() {
        timer = 0;
        http.close();
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
