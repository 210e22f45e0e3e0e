package dev.usher.examples.webchat;

/** How often one may speak: some at once, then one in each pace. Belongs to one visitor. */
final class Allowance {
    private final long paceNs;
    private final long slackNs;
    private long spentUntilNs;

    Allowance(int burst, long paceNs, long nowNs) {
        this.paceNs = paceNs;
        slackNs = (burst - 1) * paceNs;
        spentUntilNs = nowNs;
    }

    /** Takes one, and answers 0, or how long to wait for it. */
    long take(long nowNs) {
        long spent = Math.max(spentUntilNs - nowNs, 0);
        if (spent > slackNs) {
            return spent - slackNs;
        }
        spentUntilNs = nowNs + spent + paceNs;
        return 0;
    }
}
