package dev.usher.filters;

import dev.usher.filter.Filter;
import dev.usher.filter.Input;
import dev.usher.filter.Output;

/**
 * A filter that reads the blocks of another one as its bytes. Belongs to one wheel and its thread.
 *
 * <p>It alone keeps bytes, in a window that is the upper filter's: those of a block that was taken whole and has
 * several records, or a part of one.
 */
final class FilterAbove<I, O> implements Filter<I, O> {
    private static final int ROOM = 256;

    private final Filter<byte[], byte[]> lower;
    private final Filter<I, O> upper;
    private Input window;
    private Output bytes;
    private boolean canGoOn;

    FilterAbove(Filter<byte[], byte[]> lower, Filter<I, O> upper) {
        this.lower = lower;
        this.upper = upper;
    }

    @Override
    public I next(Input input) {
        while (true) {
            I record = window == null ? null : nextAbove();
            if (record != null) {
                return record;
            }
            byte[] block = nextBelow(input);
            if (block == null) {
                return null;
            }
            if (window == null) {
                window = new Input(Math.max(ROOM, block.length));
            }
            window.append(block, 0, block.length);
        }
    }

    private I nextAbove() {
        int before = window.remaining();
        boolean whole = false;
        try {
            I record = upper.next(window);
            whole = true;
            return record;
        } finally {
            if (!whole) {
                canGoOn = window.remaining() < before || upper.canGoOn();
            }
        }
    }

    private byte[] nextBelow(Input input) {
        boolean whole = false;
        try {
            byte[] block = lower.next(input);
            whole = true;
            return block;
        } finally {
            if (!whole) {
                canGoOn = lower.canGoOn();
            }
        }
    }

    /** One block below for each record; none for a record of which the upper filter makes nothing. */
    @Override
    public void put(O record, Output out) {
        if (bytes == null) {
            bytes = new Output(ROOM);
        }
        bytes.clear();
        upper.put(record, bytes);
        if (!bytes.isEmpty()) {
            lower.put(bytes.toByteArray(), out);
        }
    }

    @Override
    public boolean canGoOn() {
        return canGoOn;
    }

    @Override
    public boolean wantsTurn() {
        return upper.wantsTurn() || lower.wantsTurn();
    }

    @Override
    public FilterAbove<I, O> fresh() {
        return new FilterAbove<>(lower.fresh(), upper.fresh());
    }

    @Override
    public String toString() {
        return upper + " above " + lower;
    }
}
