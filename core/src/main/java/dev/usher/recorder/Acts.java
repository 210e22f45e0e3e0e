package dev.usher.recorder;

/** What a program does to a link that needs no answer: steps of its trace. The numbers stay, hashes depend on them. */
final class Acts {
    static final int CLOSE = 101;
    static final int WATCH = 102; // and, by 8, for what
    static final int TLS = 103; // begins, or ends its output; WATCH has no such number

    private Acts() {}

    static int watch(int operations) {
        return WATCH + 8 * operations;
    }
}
