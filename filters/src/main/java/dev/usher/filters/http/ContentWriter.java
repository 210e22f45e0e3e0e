package dev.usher.filters.http;

import dev.usher.filter.Output;

/** Writes the content of one message after another as its head has told (RFC 9112 §6, §7). Belongs to one encoder. */
final class ContentWriter {
    private enum State {
        /** No message has begun, or its last part has been put. */
        DONE,
        /** So many bytes of content are still owed. */
        SIZED,
        CHUNKED,
        UNTIL_CLOSE,
        /** Content that answers HEAD. */
        DROPPED
    }

    private static final byte[] END = {Octets.CR, Octets.LF};
    private static final byte[] LAST_CHUNK = Octets.bytes("0\r\n\r\n");
    private static final byte[] LAST_CHUNK_BEGIN = Octets.bytes("0\r\n");

    private State state = State.DONE;
    private long owed;

    boolean isDone() {
        return state == State.DONE;
    }

    /** Content follows: so many bytes, or one of the ways of {@link Length}. */
    void begin(long length) {
        owed = length;
        if (length >= 0) {
            state = State.SIZED;
        } else {
            state = length == Length.CHUNKED ? State.CHUNKED : State.UNTIL_CLOSE;
        }
    }

    /** Content follows and is not to be sent. */
    void beginDropped() {
        state = State.DROPPED;
    }

    void put(Content content, Output out) {
        int length = content.length();
        switch (state) {
            case DONE -> throw Fault.ours("content without a head that announces it");
            case SIZED -> {
                pay(length, content.isLast());
                content.putTo(out);
            }
            case CHUNKED -> putChunk(content, out);
            case UNTIL_CLOSE -> content.putTo(out);
            case DROPPED -> {
                // HEAD is answered by the head alone (RFC 9110 §9.3.2).
            }
        }
        if (content.isLast()) {
            state = State.DONE;
        }
    }

    private void pay(long length, boolean last) {
        if (length > owed || last && length < owed) {
            throw Fault.ours("content of " + length + " bytes where " + owed
                    + " are left of the length that the head has told; close the connection");
        }
        owed -= length;
    }

    /** The source is closed whatever comes of it. */
    void put(SourcedContent content, Output out) {
        boolean given = false;
        try {
            switch (state) {
                case DONE -> throw Fault.ours("content without a head that announces it");
                case SIZED -> pay(content.source().remaining(), content.isLast());
                case CHUNKED -> throw Fault.ours("content of a source needs a head that tells its length");
                default -> {
                    // Until the connection closes, or to HEAD.
                }
            }
            if (state != State.DROPPED) {
                out.put(content.source());
                given = true;
            }
        } finally {
            if (!given) {
                content.source().close();
            }
        }
        if (content.isLast()) {
            state = State.DONE;
        }
    }

    private static void putChunk(Content content, Output out) {
        if (content.length() > 0) { // an empty chunk would be the last one
            Octets.putHex(content.length(), out);
            out.put(END);
            content.putTo(out);
            out.put(END);
        }
        if (content.isLast()) {
            out.put(LAST_CHUNK);
        }
    }

    /** They can only be sent behind chunks; otherwise they are dropped (RFC 9110 §6.5.1). */
    void put(Trailers trailers, Output out) {
        if (state == State.DONE) {
            throw Fault.ours("trailers without a head that announces content");
        }
        if (state == State.SIZED && owed > 0) {
            throw Fault.ours(owed + " bytes are missing of the length that the head has told; close the connection");
        }
        if (state == State.CHUNKED) {
            TrailerNames.check(trailers.fields());
            out.put(LAST_CHUNK_BEGIN);
            trailers.fields().putTo(out);
            out.put(END);
        }
        state = State.DONE;
    }
}
