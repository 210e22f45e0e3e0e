package dev.usher.examples.webchat;

/** A wish that is not granted; its text is shown to whoever had it. */
final class Refusal extends Exception {
    private static final long serialVersionUID = 1;

    private final int code;

    Refusal(int code, String text) {
        super(text, null, false, false);
        this.code = code;
    }

    int code() {
        return code;
    }
}
