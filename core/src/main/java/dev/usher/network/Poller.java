package dev.usher.network;

import java.io.IOException;

/**
 * Tells which links are ready. Level-triggered: a link that stays ready is reported at every poll. Used by one thread;
 * only {@link #wakeUp} may be called by others.
 *
 * <p>A link that was watched and then closed may hold its descriptor, and a listener its address, until the next poll:
 * the JDK releases them there. Whoever closes the last link polls once more, without waiting.
 *
 * <p>The result of connecting, an error and the end of a stream count as readiness for whatever the link is watched
 * for.
 */
public interface Poller extends AutoCloseable {

    /** Receives what a poll found. Called on the polling thread, inside {@link Poller#poll}; must not poll. */
    @FunctionalInterface
    interface Ready {

        /**
         * @param attachment what the link was watched with
         * @param operations {@link Link#READ}, {@link Link#WRITE} or both
         */
        void ready(Object attachment, int operations);
    }

    /** What an attachment may be that wants to know when its link is closed. */
    @FunctionalInterface
    interface Attachment {

        /** The link was closed and is watched no more. Called on the closing thread, inside {@link Link#close}. */
        void linkClosed();
    }

    /**
     * Says what a link is watched for from now on, replacing what was said before. Takes effect at the next poll.
     *
     * @param link a link of this poller's network, watched by no other poller
     * @param operations {@link Link#READ}, {@link Link#WRITE}, both, or 0 for neither; a listener is never ready to
     *     WRITE
     * @param attachment what readiness is reported with, told of the link's end if it is an {@link Attachment}; null
     *     forgets the link, which a closed one survives
     * @throws IOException if the link cannot be watched: {@code ClosedChannelException} if it is closed
     */
    void watch(Link link, int operations, Object attachment) throws IOException;

    /**
     * What a link is watched with.
     *
     * @param link a link of this poller's network
     * @return the attachment given to {@link #watch}, or null if it is not watched or closed
     */
    Object attachment(Link link);

    /**
     * Waits until a link is ready, the time is over or somebody wakes it up, and reports all links that are ready. On
     * the real network an interrupt of the thread ends the wait too, and every later one until it is cleared.
     *
     * @param timeoutNs nanoseconds to wait at most, kept to within a millisecond; 0 does not wait, less than 0 waits
     *     without limit
     * @param ready told of each ready link that is still open
     * @throws IOException if the system's poller broke
     */
    void poll(long timeoutNs, Ready ready) throws IOException;

    /** Ends a poll that waits now, or else the next one. Any thread; many calls before a poll count as one. */
    void wakeUp();

    /** Closes it. The links stay open, and are watched no more. A second close does nothing. */
    @Override
    void close();
}
