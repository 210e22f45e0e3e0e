package dev.usher.kernel;

/** A session that tells of every reason to live that it gains or loses. */
final class TracedSession extends Session {
    /** As with {@link TracedQueue#of}. */
    static Session of(Kernel kernel, long id, States<?> states, Object heap) {
        return new TracedSession(kernel, id, states, heap);
    }

    private TracedSession(Kernel kernel, long id, States<?> states, Object heap) {
        super(kernel, id, states, heap);
    }

    @Override
    void hold() {
        super.hold();
        tell("is held ");
    }

    @Override
    void release() {
        super.release();
        tell("was let go and is held ");
    }

    @Override
    void releaseUnmarked() {
        super.releaseUnmarked();
        tell("gets an event and is held ");
    }

    private void tell(String what) {
        kernel.tracer.line(Trace.REFCNT, this + " " + what + holds() + " times");
    }
}
