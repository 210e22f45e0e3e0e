package dev.usher.component.bayeux;

/** What is done with a message for a client whose queue is full: it does not come for its messages. */
public enum QueuePolicy {
    /** The oldest that waits is dropped. */
    DROP_OLDEST,
    /** The same, but first of all those of the same channel: only the newest of each is kept. */
    CONFLATE,
    /** The client is forgotten, and has to shake hands again. */
    DISCONNECT
}
