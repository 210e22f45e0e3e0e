package dev.usher.component.http;

/** What a server tells the parent of several, each of which serves a few connections at a time (prefork). */
public enum WorkerStatus {
    /** It has begun and waits to be told to accept. */
    WAIT,
    /** It has a connection. */
    REQ,
    /** It has none any more. */
    DONE
}
