package dev.usher.filters.websocket;

/** A text or binary message, or a part of one (RFC 6455 §5.6). Not thread-safe. */
public abstract sealed class Data extends Payload permits Text, Binary {
    private boolean first = true;
    private boolean last = true;
    private boolean plain;

    Data() {}

    /** @return whether a message begins with this part */
    public boolean isFirst() {
        return first;
    }

    /** @return whether a message ends with this part; with {@link #isFirst} it is the whole message */
    public boolean isLast() {
        return last;
    }

    final boolean isPlain() {
        return plain;
    }

    final void plain() {
        plain = true;
    }

    final void show(byte[] array, int offset, int length, boolean isFirst, boolean isLast) {
        show(array, offset, length);
        first = isFirst;
        last = isLast;
        plain = false;
    }

    abstract int opcode();
}
