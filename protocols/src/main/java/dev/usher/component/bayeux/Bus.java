package dev.usher.component.bayeux;

import dev.usher.filters.bayeux.BayeuxMessage;

/**
 * Carries what is published to every server that shall tell its subscribers of it. {@link LocalBus} knows the servers
 * of one kernel. Belongs to the kernel's thread.
 */
public interface Bus {

    /** A server that tells its own subscribers. */
    @FunctionalInterface
    interface Member {

        /**
         * Something was published, here or elsewhere.
         *
         * @param message as subscribers get it
         * @param lazy whether there is time
         */
        void deliver(BayeuxMessage message, boolean lazy);
    }

    /**
     * A server starts.
     *
     * @param member to be told from now on
     */
    void join(Member member);

    /**
     * A server ends.
     *
     * @param member not to be told any more
     */
    void leave(Member member);

    /**
     * Tells all members, the one that asks too, in the order in which this is called.
     *
     * @param message as subscribers get it
     * @param lazy whether there is time
     */
    void publish(BayeuxMessage message, boolean lazy);
}
