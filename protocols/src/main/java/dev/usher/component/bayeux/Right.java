package dev.usher.component.bayeux;

/** What a client may be allowed to do with a channel. */
public enum Right {
    /** To be the first that subscribes to it. */
    CREATE,
    /** To get its messages. */
    SUBSCRIBE,
    /** To send messages to it. */
    PUBLISH
}
