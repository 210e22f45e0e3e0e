package dev.usher.filters.websocket;

/**
 * Why a connection is closed (RFC 6455 §7.4 and the registry). Not every code that a program is told of may stand in a
 * frame: {@link #isOnWire} and {@link #maySend} say which may. Immutable.
 *
 * @param value the number, 0 to 65,535
 */
public record CloseCode(int value) {
    public static final CloseCode NORMAL = new CloseCode(1000);
    public static final CloseCode GOING_AWAY = new CloseCode(1001);
    public static final CloseCode PROTOCOL_ERROR = new CloseCode(1002);
    public static final CloseCode UNSUPPORTED_DATA = new CloseCode(1003);

    /** The peer's close frame had no code. Never in a frame. */
    public static final CloseCode NO_STATUS = new CloseCode(1005);

    /** The connection ended without a close frame. Never in a frame. */
    public static final CloseCode ABNORMAL = new CloseCode(1006);

    public static final CloseCode INVALID_DATA = new CloseCode(1007);
    public static final CloseCode POLICY_VIOLATION = new CloseCode(1008);
    public static final CloseCode TOO_BIG = new CloseCode(1009);

    /** An extension that the client needs was not agreed on. Said by clients only. */
    public static final CloseCode MANDATORY_EXTENSION = new CloseCode(1010);

    public static final CloseCode INTERNAL_ERROR = new CloseCode(1011);
    public static final CloseCode SERVICE_RESTART = new CloseCode(1012);
    public static final CloseCode TRY_AGAIN_LATER = new CloseCode(1013);
    public static final CloseCode BAD_GATEWAY = new CloseCode(1014);

    /** The TLS handshake failed. Never in a frame. */
    public static final CloseCode TLS_HANDSHAKE = new CloseCode(1015);

    private static final int RESERVED = 1004;
    private static final int FIRST_REGISTERED = 3000;
    private static final int FIRST_PRIVATE = 4000;
    private static final int LAST = 4999;
    private static final int MOST = 0xFFFF;

    /** Two bytes hold it. */
    public CloseCode {
        if (value < 0 || value > MOST) {
            throw Fault.ours("a close code is a number of two bytes, not " + value + " (RFC 6455 §5.5.1)");
        }
    }

    /** @return whether it may be received: registered for the wire, or for libraries, or private */
    public boolean isOnWire() {
        if (value >= FIRST_REGISTERED) {
            return value <= LAST;
        }
        return value >= NORMAL.value
                && value <= BAD_GATEWAY.value
                && value != RESERVED
                && value != NO_STATUS.value
                && value != ABNORMAL.value;
    }

    /**
     * @param role who would send it
     * @return whether that end may put it into a close frame
     */
    public boolean maySend(Role role) {
        return isOnWire() && (role == Role.CLIENT || !equals(MANDATORY_EXTENSION)); // RFC 6455 §7.4.1
    }

    /** @return whether it only tells a program how a connection ended: 1005, 1006 and 1015 */
    public boolean isLocal() {
        return equals(NO_STATUS) || equals(ABNORMAL) || equals(TLS_HANDSHAKE);
    }

    /** @return whether it is for libraries and frameworks to register, 3000 to 3999 */
    public boolean isRegistered() {
        return value >= FIRST_REGISTERED && value < FIRST_PRIVATE;
    }

    /** @return whether its meaning is between the two programs, 4000 to 4999 */
    public boolean isPrivate() {
        return value >= FIRST_PRIVATE && value <= LAST;
    }

    @Override
    public String toString() {
        return Integer.toString(value);
    }
}
