package dev.usher.simulation;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;

/**
 * The bytes of one direction of a connection: on their way, or arrived and not yet read. One thread. Its capacity
 * stands for both sockets' buffers.
 */
final class Pipe {

    private final int capacity;
    private final ArrayDeque<ByteBuffer> arrived = new ArrayDeque<>();
    private int unread;
    private int underWay;

    Pipe(int capacity) {
        this.capacity = capacity;
    }

    int room() {
        return capacity - unread - underWay;
    }

    int unread() {
        return unread;
    }

    /** Takes bytes from a writer: they are a segment on its way. */
    ByteBuffer depart(ByteBuffer from, int count) {
        ByteBuffer segment = ByteBuffer.allocate(count);
        segment.put(from.slice().limit(count)).flip();
        from.position(from.position() + count);
        underWay += count;
        return segment;
    }

    void arrive(ByteBuffer segment) {
        underWay -= segment.remaining();
        unread += segment.remaining();
        arrived.add(segment);
    }

    /** A segment arrives where nobody reads. */
    void lose(ByteBuffer segment) {
        underWay -= segment.remaining();
    }

    void discard() {
        arrived.clear();
        unread = 0;
    }

    void read(ByteBuffer into, int count) {
        unread -= count;
        int left = count;
        while (left > 0) {
            ByteBuffer first = arrived.peek();
            int part = Math.min(left, first.remaining());
            into.put(first.slice().limit(part));
            first.position(first.position() + part);
            left -= part;
            if (!first.hasRemaining()) {
                arrived.remove();
            }
        }
    }
}
