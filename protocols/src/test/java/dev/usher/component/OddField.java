package dev.usher.component;

/**
 * What makes each request of a run differ from all before it, so that no server can take it for one that it knows: a
 * field with a number that no request of this process has had. Where it is off, nothing. Used by one thread.
 */
public final class OddField {
    private static long last;

    private final boolean on;

    /** @param on whether requests are to differ */
    public OddField(boolean on) {
        this.on = on;
    }

    /**
     * For the next request.
     *
     * @return a field line with its end, or nothing
     */
    public String next() {
        return on ? "X-Odd: " + ++last + "\r\n" : "";
    }
}
