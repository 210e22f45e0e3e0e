package dev.usher.kernel;

/**
 * What a parent is told about a child (POE's {@code _child}).
 *
 * @param reason what happened
 * @param session the child
 * @param result what its {@code start} answered on CREATE, its {@code stop} on LOSE; else null
 */
public record Child(Reason reason, Session session, Object result) {

    /** What happened to the child. */
    public enum Reason {
        /** It was created here. */
        CREATE,
        /** It was a grandchild and its parent stopped. */
        GAIN,
        /** It stopped or was detached. */
        LOSE
    }
}
