package dev.usher.component.tcp;

/** What an exception in a connection's callback does. */
public enum ExceptionPolicy {
    /** It is told to {@code clientError} as operation {@code exception} and ends that connection only. */
    CLOSE,
    /** It is the DIE signal of the connection's session, as in POE: unhandled, it ends the kernel. */
    DIE
}
