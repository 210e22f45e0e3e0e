package dev.usher.component.websocket;

import dev.usher.filters.websocket.Data;
import dev.usher.filters.websocket.EncodedMessage;
import dev.usher.filters.websocket.FrameWriter;
import dev.usher.filters.websocket.Ping;
import dev.usher.filters.websocket.Pong;
import dev.usher.filters.websocket.WebSocketPart;
import dev.usher.wheel.ReadWrite;
import java.util.ArrayDeque;
import java.util.Iterator;

/**
 * Messages on their way into the wheel, and what becomes of them when the peer does not take them. Belongs to one
 * connection.
 *
 * <pre>
 *   FREE ----high mark----> CHOKED ----low mark, nothing held----> FREE
 * </pre>
 */
final class Outbox {
    private final ReadWrite<WebSocketPart, WebSocketPart> wheel;
    private final FrameWriter writer;
    private final Terms terms;
    private final Counts counts;
    private ArrayDeque<Held> held; // null until something is
    private boolean choked;
    private byte[] owedPong; // the latest ping's, if it waits; or null
    private int lastOctets;

    private record Held(EncodedMessage message, Object key) {}

    /** What became of a message. */
    enum Fate {
        TAKEN,
        DROPPED,
        /** It is dropped, and so must the connection be. */
        TOO_MUCH
    }

    Outbox(ReadWrite<WebSocketPart, WebSocketPart> wheel, FrameWriter writer, Terms terms, Counts counts) {
        this.wheel = wheel;
        this.writer = writer;
        this.terms = terms;
        this.counts = counts;
    }

    boolean isChoked() {
        return choked;
    }

    long buffered() {
        long bytes = wheel.octets();
        if (held != null) {
            for (Held waiting : held) {
                bytes += waiting.message.length();
            }
        }
        return bytes;
    }

    /** Whether the peer has taken anything since this was last asked: then it lives. */
    boolean takeProgress() {
        int octets = wheel.octets();
        boolean progress = octets < lastOctets;
        lastOctets = octets;
        return progress;
    }

    /** @throws IllegalArgumentException if the message cannot be sent at all */
    Fate put(WebSocketPart message, Object key) {
        if (!choked || writer.isInside()) { // a message that has begun must be ended
            choked = wheel.put(message);
            return Fate.TAKEN;
        }
        return switch (terms.slow) {
            case DROP_NEWEST -> slow(Fate.DROPPED);
            case CLOSE -> slow(Fate.TOO_MUCH);
            case DROP_OLDEST -> hold(message, null);
            case CONFLATE -> hold(message, key);
            case BLOCK -> {
                if (wheel.octets() > terms.mostBuffered) {
                    yield slow(Fate.TOO_MUCH);
                }
                wheel.put(message);
                yield slow(Fate.TAKEN);
            }
        };
    }

    private Fate slow(Fate fate) {
        counts.slow(terms.slow);
        return fate;
    }

    int held() {
        return held == null ? 0 : held.size();
    }

    private Fate hold(WebSocketPart message, Object key) {
        if (held == null) {
            held = new ArrayDeque<>();
        }
        boolean replaced = key != null && held.removeIf(waiting -> key.equals(waiting.key));
        boolean full = !replaced && held.size() >= terms.mostHeld;
        if (full) {
            held.removeFirst();
        }
        held.addLast(new Held(message instanceof EncodedMessage made ? made : EncodedMessage.of((Data) message), key));
        return slow(full ? Fate.DROPPED : Fate.TAKEN);
    }

    /** A control frame: goes before what is held. */
    void putControl(WebSocketPart part) {
        wheel.put(part);
    }

    /** Of many pings that could not be answered yet only the latest needs an answer (RFC 6455 §5.5.3). */
    void answer(Ping ping, Pong pong) {
        if (choked) {
            owedPong = ping.toByteArray();
        } else {
            wheel.put(pong.answering(ping));
        }
    }

    /** The wheel has come down to its low mark. Answers whether nothing is held any more. */
    boolean drained() {
        choked = false;
        if (owedPong != null) {
            wheel.put(Pong.of(owedPong));
            owedPong = null;
        }
        if (held != null) {
            Iterator<Held> waiting = held.iterator();
            while (!choked && !writer.isInside() && waiting.hasNext()) {
                choked = wheel.put(waiting.next().message);
                waiting.remove();
            }
            if (held.isEmpty()) {
                held = null;
            }
        }
        return !choked;
    }

    void forget() {
        held = null;
        owedPong = null;
    }
}
