package dev.usher.component.websocket;

/**
 * What is done with messages to a connection whose high mark is reached: it does not take them as fast as they are sent
 * to it.
 */
public enum SlowConsumer {
    /** They wait. A server reads nothing from the connection meanwhile: whoever only answers is held back. */
    BLOCK,
    /** What is sent now is dropped. */
    DROP_NEWEST,
    /** What is sent now waits, some messages of it; beyond them the oldest is dropped. */
    DROP_OLDEST,
    /** What is sent now waits, of one key only the newest. */
    CONFLATE,
    /** The connection is closed with 1013. */
    CLOSE
}
