package dev.usher.filters.websocket;

/**
 * The parameters of permessage-deflate (RFC 7692 §7.1), as wished or as agreed on. Immutable.
 *
 * @param serverNoContextTakeover whether the server compresses each message by itself
 * @param clientNoContextTakeover whether the client does
 * @param serverMaxWindowBits how far back the server refers at most, 2 to this power, 8 to 15
 * @param clientMaxWindowBits how far back the client refers
 */
public record DeflateParameters(
        boolean serverNoContextTakeover,
        boolean clientNoContextTakeover,
        int serverMaxWindowBits,
        int clientMaxWindowBits) {

    static final int LEAST_BITS = 8;
    static final int MOST_BITS = 15;

    /** Each message by itself, on both sides: an idle connection then has no compressor and no window. */
    public static final DeflateParameters FRUGAL = new DeflateParameters(true, true, MOST_BITS, MOST_BITS);

    /** Both sides keep their windows from message to message: smaller on the wire, and about 300 KiB a connection. */
    public static final DeflateParameters WITH_CONTEXT = new DeflateParameters(false, false, MOST_BITS, MOST_BITS);

    /** Checks the windows. */
    public DeflateParameters {
        check("serverMaxWindowBits", serverMaxWindowBits);
        check("clientMaxWindowBits", clientMaxWindowBits);
    }

    private static void check(String name, int bits) {
        if (bits < LEAST_BITS || bits > MOST_BITS) {
            throw Fault.ours(
                    name + " must be " + LEAST_BITS + " to " + MOST_BITS + ", not " + bits + " (RFC 7692 §7.1.2)");
        }
    }

    /** Whether one side compresses each message by itself. */
    boolean noContextTakeover(Role role) {
        return role == Role.SERVER ? serverNoContextTakeover : clientNoContextTakeover;
    }

    int maxWindowBits(Role role) {
        return role == Role.SERVER ? serverMaxWindowBits : clientMaxWindowBits;
    }
}
