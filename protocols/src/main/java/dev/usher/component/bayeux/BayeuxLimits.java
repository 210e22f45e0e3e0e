package dev.usher.component.bayeux;

/**
 * How much is taken from clients, and kept for them. Immutable.
 *
 * @param bytes of a batch
 * @param batch messages in it
 * @param channelLength characters of a channel's name
 * @param channelDepth its segments
 * @param subscriptions of a client
 * @param queue messages that wait for a client
 * @param clients in all
 * @param clientsPerAddress of one address; 0 for any number
 */
public record BayeuxLimits(
        int bytes,
        int batch,
        int channelLength,
        int channelDepth,
        int subscriptions,
        int queue,
        int clients,
        int clientsPerAddress) {

    /** What holds unless said. */
    public static final BayeuxLimits DEFAULT = new BayeuxLimits(1 << 20, 1_000, 256, 16, 1_000, 10_000, 100_000, 0);

    /** Checks that a server can work within them. */
    public BayeuxLimits {
        if (bytes < 2
                || batch < 1
                || channelLength < 2
                || channelDepth < 1
                || subscriptions < 0
                || queue < 1
                || clients < 1
                || clientsPerAddress < 0) {
            throw new IllegalArgumentException("limits must leave room for one of everything, not " + bytes + ", "
                    + batch + ", " + channelLength + ", " + channelDepth + ", " + subscriptions + ", " + queue + ", "
                    + clients + ", " + clientsPerAddress);
        }
    }

    /**
     * @param most messages that wait for a client
     * @return with it
     */
    public BayeuxLimits withQueue(int most) {
        return new BayeuxLimits(
                bytes, batch, channelLength, channelDepth, subscriptions, most, clients, clientsPerAddress);
    }

    /**
     * @param most bytes of a batch
     * @param messages in it
     * @return with them
     */
    public BayeuxLimits withBatch(int most, int messages) {
        return new BayeuxLimits(
                most, messages, channelLength, channelDepth, subscriptions, queue, clients, clientsPerAddress);
    }

    /**
     * @param length characters of a channel's name
     * @param depth its segments
     * @return with them
     */
    public BayeuxLimits withChannels(int length, int depth) {
        return new BayeuxLimits(bytes, batch, length, depth, subscriptions, queue, clients, clientsPerAddress);
    }

    /**
     * @param most of a client
     * @return with it
     */
    public BayeuxLimits withSubscriptions(int most) {
        return new BayeuxLimits(bytes, batch, channelLength, channelDepth, most, queue, clients, clientsPerAddress);
    }

    /**
     * @param most in all
     * @param perAddress of one address; 0 for any number
     * @return with them
     */
    public BayeuxLimits withClients(int most, int perAddress) {
        return new BayeuxLimits(bytes, batch, channelLength, channelDepth, subscriptions, queue, most, perAddress);
    }
}
