package dev.usher.filters.bayeux;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How a client shall go on (Bayeux 1.0 §3.4). Immutable; each verb answers another advice.
 *
 * <p>What is not said is not written, and the client keeps what it was told before.
 */
public final class Advice {
    private final Map<String, Object> fields;

    private Advice(Map<String, Object> fields) {
        this.fields = fields;
    }

    /** @return connect again with the same id */
    public static Advice retry() {
        return new Advice(Map.of("reconnect", "retry"));
    }

    /** @return ask for a new id */
    public static Advice handshake() {
        return new Advice(Map.of("reconnect", "handshake"));
    }

    /** @return do not come back */
    public static Advice none() {
        return new Advice(Map.of("reconnect", "none"));
    }

    /**
     * @param time between a connect's answer and the next
     * @return with it
     */
    public Advice interval(Duration time) {
        return with("interval", time.toMillis());
    }

    /**
     * @param time for which a connect is held
     * @return with it
     */
    public Advice timeout(Duration time) {
        return with("timeout", time.toMillis());
    }

    /**
     * @param time after which a client that does not connect is forgotten
     * @return with it
     */
    public Advice maxInterval(Duration time) {
        return with("maxInterval", time.toMillis());
    }

    /** @return with a word that another client of the same browser holds its connect */
    public Advice multipleClients() {
        return with("multiple-clients", true);
    }

    /**
     * @param names of other servers to go to
     * @return with them
     */
    public Advice hosts(List<String> names) {
        return with("hosts", List.copyOf(names));
    }

    private Advice with(String name, Object value) {
        Map<String, Object> more = new LinkedHashMap<>(fields);
        more.put(name, value);
        return new Advice(more);
    }

    /** @return as it is written */
    public Json json() {
        return Json.of(fields);
    }

    @Override
    public String toString() {
        return json().toString();
    }
}
