package dev.usher.component.websocket;

/** How much may come in a second, counted from the first that comes. Belongs to one connection. */
final class RateLimit {
    static final long SECOND_NS = 1_000_000_000;

    private final long most;
    private long begun;
    private long count;

    /** @param most in a second; 0 for any number */
    RateLimit(long most) {
        this.most = most;
    }

    boolean isOn() {
        return most > 0;
    }

    /** Whether some more are within the limit. */
    boolean allows(long nowNs, long more) {
        if (nowNs - begun >= SECOND_NS || count == 0) {
            begun = nowNs;
            count = 0;
        }
        count += more;
        return count <= most;
    }
}
