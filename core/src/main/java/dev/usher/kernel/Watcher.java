package dev.usher.kernel;

/**
 * What a wheel gives the kernel to be told when its link is ready. Called on the kernel's thread, straight from the
 * poll and not through the queue, with the context of the session that watches. May close its watch, put, post and
 * call; an exception becomes the session's DIE signal.
 */
public interface Watcher extends OfWheel {

    /**
     * The link can be read. Called at each poll until it is read or watched no more.
     *
     * @param poe the watching session's context
     */
    void onReadable(Context poe);

    /**
     * The link can be written, or connecting has ended.
     *
     * @param poe the watching session's context
     */
    void onWritable(Context poe);

    /** The session has ended: let go of the link and of all else. Nothing can be sent any more. */
    void onSessionEnd();
}
