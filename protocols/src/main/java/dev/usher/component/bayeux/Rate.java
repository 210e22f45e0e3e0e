package dev.usher.component.bayeux;

/** How many messages may come in a second, counted from the first that comes. Belongs to one client. */
final class Rate {
    private static final long SECOND_NS = 1_000_000_000;

    private final int most;
    private long begun;
    private int count;

    /** @param most in a second; 0 for any number */
    Rate(int most) {
        this.most = most;
    }

    boolean isOn() {
        return most > 0;
    }

    boolean allows(long nowNs) {
        if (count == 0 || nowNs - begun >= SECOND_NS) {
            begun = nowNs;
            count = 0;
        }
        count = Math.min(most + 1, count + 1);
        return count <= most;
    }
}
