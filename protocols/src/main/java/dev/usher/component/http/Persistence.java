package dev.usher.component.http;

/**
 * Whether a connection is kept behind the present response, and if not, how it ends (RFC 9112 §9.3, §9.6). Belongs to
 * one conversation.
 */
final class Persistence {
    private enum Closing {
        NO,
        /** The client has said that it sends nothing more. */
        AGREED,
        /** The client may still be sending: it must get its answer before a reset. */
        ABRUPT
    }

    private final int most; // requests
    private Closing closing = Closing.NO;
    private boolean shuttingDown;
    private int served;

    Persistence(int most) {
        this.most = most;
    }

    void count() {
        served++;
    }

    boolean isKept() {
        return closing == Closing.NO;
    }

    boolean isAgreed() {
        return closing == Closing.AGREED;
    }

    /** Whether the present response must say that the connection ends. */
    boolean mustClose() {
        return served >= most || shuttingDown || closing != Closing.NO;
    }

    void agree() {
        closing = Closing.AGREED;
    }

    void breakOff() {
        closing = Closing.ABRUPT;
    }

    /** No request after the present one. */
    void shutDown() {
        shuttingDown = true;
    }

    /** A response is done: the connection ends behind it. */
    void endBehind(boolean agreed) {
        if (closing == Closing.NO) {
            closing = agreed ? Closing.AGREED : Closing.ABRUPT;
        }
    }
}
