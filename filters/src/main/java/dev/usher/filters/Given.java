package dev.usher.filters;

import java.util.ArrayDeque;
import java.util.function.Consumer;

/** Records that wait to be asked for; the usual one alone takes no queue. Not thread-safe. */
final class Given<T> implements Consumer<T> {
    private T first;
    private ArrayDeque<T> others;

    static <T> T notNull(T record) {
        if (record == null) {
            throw new NullPointerException(
                    "a MapFilter's function made null of a record; to make nothing of it use MapFilter.multi");
        }
        return record;
    }

    @Override
    public void accept(T record) {
        notNull(record);
        if (first == null) {
            first = record;
            return;
        }
        if (others == null) {
            others = new ArrayDeque<>();
        }
        others.add(record);
    }

    boolean isEmpty() {
        return first == null;
    }

    T poll() {
        T record = first;
        first = others == null ? null : others.poll();
        return record;
    }

    void clear() {
        first = null;
        others = null;
    }
}
