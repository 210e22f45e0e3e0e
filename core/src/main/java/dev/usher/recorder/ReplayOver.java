package dev.usher.recorder;

/** Ends the run of a kernel whose recording is at its end. Never leaves {@link Replay}. */
final class ReplayOver extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ReplayOver() {
        super("the recording is at its end", null, false, false);
    }
}
