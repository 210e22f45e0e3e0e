package dev.usher.network;

import java.nio.ByteBuffer;

/**
 * Bytes between a pump and its link. Two threads: one fills, the other empties; what they share is looked at under the
 * ring's lock, and the bytes themselves without it, since neither touches the other's part.
 */
final class Ring {
    private final byte[] bytes;
    private int head; // of the first byte filled; the emptier's
    private int tail; // of the first byte free; the filler's
    private int filled;

    Ring(int capacity) {
        bytes = new byte[capacity];
    }

    byte[] array() {
        return bytes;
    }

    synchronized int filled() {
        return filled;
    }

    synchronized boolean isFull() {
        return filled == bytes.length;
    }

    // ---- who fills

    int tail() {
        return tail;
    }

    /** How many bytes behind {@link #tail} are free in one piece. */
    synchronized int free() {
        return Math.min(bytes.length - filled, bytes.length - tail);
    }

    synchronized void fill(int count) {
        tail = (tail + count) % bytes.length;
        filled += count;
    }

    /** Takes what fits, by one copy or two. */
    int fill(ByteBuffer from) {
        int count = 0;
        for (int part = Math.min(free(), from.remaining()); part > 0; part = Math.min(free(), from.remaining())) {
            from.get(bytes, tail, part);
            fill(part);
            count += part;
        }
        return count;
    }

    // ---- who empties

    int head() {
        return head;
    }

    /** How many bytes from {@link #head} on are filled in one piece. */
    synchronized int whole() {
        return Math.min(filled, bytes.length - head);
    }

    synchronized void empty(int count) {
        head = (head + count) % bytes.length;
        filled -= count;
    }

    /** Gives what there is and fits, by one copy or two. */
    int empty(ByteBuffer into) {
        int count = 0;
        for (int part = Math.min(whole(), into.remaining()); part > 0; part = Math.min(whole(), into.remaining())) {
            into.put(bytes, head, part);
            empty(part);
            count += part;
        }
        return count;
    }
}
