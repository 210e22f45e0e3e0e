package dev.usher.network;

import java.io.IOException;
import java.net.SocketException;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Options of sockets by the JDK's names ({@link StandardSocketOptions}, {@code jdk.net.ExtendedSocketOptions}).
 * Immutable: {@link #with} answers a changed copy. A listener's are set on itself, before it is bound, and on every
 * connection that it accepts, wherever the option exists; sockets in the file system have few.
 */
public final class SocketOptions {

    /** No options but the network's own: TCP_NODELAY, and SO_REUSEADDR of listeners. */
    public static final SocketOptions NONE = new SocketOptions(Map.of());

    private final Map<SocketOption<?>, Object> values;

    private SocketOptions(Map<SocketOption<?>, Object> values) {
        this.values = values;
    }

    /**
     * Sets one more.
     *
     * @param option which
     * @param value its value, instead of one that was set before
     * @param <T> its class
     * @return the changed options
     * @throws IllegalArgumentException if the value is of another class
     */
    public <T> SocketOptions with(SocketOption<T> option, T value) {
        if (!option.type().isInstance(value)) {
            throw new IllegalArgumentException(
                    option + " takes " + option.type().getSimpleName() + ", not " + value);
        }
        Map<SocketOption<?>, Object> more = new LinkedHashMap<>(values);
        more.put(option, value);
        return new SocketOptions(more);
    }

    /** @return whether none was set */
    public boolean isEmpty() {
        return values.isEmpty();
    }

    /**
     * @param option which
     * @return whether it was set
     */
    public boolean has(SocketOption<?> option) {
        return values.containsKey(option);
    }

    /** Sets those that such sockets have. */
    void apply(Set<SocketOption<?>> existing, Setter setter) throws IOException {
        for (Map.Entry<SocketOption<?>, Object> each : values.entrySet()) {
            if (existing.contains(each.getKey())) {
                setter.set(each.getKey(), each.getValue());
            }
        }
    }

    /**
     * Refuses what this system has on no kind of socket.
     *
     * @param existing those that there are
     * @throws SocketException naming the option
     */
    public void check(Set<SocketOption<?>> existing) throws SocketException {
        for (SocketOption<?> each : values.keySet()) {
            if (!existing.contains(each)) {
                throw new SocketException("Protocol not available: this system's sockets have no option " + each);
            }
        }
    }

    /**
     * Tells all of them.
     *
     * @return the values by their options, in the order in which they were set
     */
    public Map<SocketOption<?>, Object> values() {
        return Map.copyOf(values);
    }

    /** Sets one. */
    interface Setter {
        void set(SocketOption<?> option, Object value) throws IOException;
    }

    @Override
    public String toString() {
        return values.toString();
    }
}
