package dev.usher.filters.websocket;

/**
 * How much of a message is taken. Immutable; each {@code with} method answers a copy. Beyond each the close code is
 * 1009.
 *
 * <p>What a connection may need in memory is {@code message}, and only while a message is incomplete; a reader that
 * streams keeps nothing.
 *
 * @param frame bytes of payload in one frame, 65,536 as in the manual; what is compressed counts as it comes
 * @param message bytes of a message in all its frames, 1,048,576; what is compressed counts as it is inflated
 * @param fragments frames of a message, 128 as in the manual
 * @param ratio bytes that one compressed byte may become, counted once a message has 65,536; any number unless said,
 *     since what is honest may become a thousand
 */
public record FrameLimits(long frame, long message, int fragments, int ratio) {

    /** What is taken unless a program says otherwise. */
    public static final FrameLimits DEFAULT = new FrameLimits(65_536, 1 << 20, 128);

    private static final long MOST = Long.MAX_VALUE >> 1;

    /** Checks every limit. */
    public FrameLimits {
        check("frame", frame, 0);
        check("message", message, 0);
        check("fragments", fragments, 1);
        check("ratio", ratio, 1);
    }

    /**
     * Limits that let a message be compressed as far as it can be.
     *
     * @param frame bytes of payload in one frame
     * @param message bytes of a message in all its frames
     * @param fragments frames of a message
     */
    public FrameLimits(long frame, long message, int fragments) {
        this(frame, message, fragments, Integer.MAX_VALUE);
    }

    private static void check(String name, long value, long least) {
        if (value < least || value > MOST) {
            throw Fault.ours("FrameLimits." + name + " must be " + least + " to " + MOST + ", not " + value);
        }
    }

    /**
     * @param bytes of payload in one frame, 0 or more
     * @return a copy
     */
    public FrameLimits withFrame(long bytes) {
        return new FrameLimits(bytes, message, fragments, ratio);
    }

    /**
     * @param bytes of a message, 0 or more
     * @return a copy
     */
    public FrameLimits withMessage(long bytes) {
        return new FrameLimits(frame, bytes, fragments, ratio);
    }

    /**
     * @param count of frames of a message, 1 or more
     * @return a copy
     */
    public FrameLimits withFragments(int count) {
        return new FrameLimits(frame, message, count, ratio);
    }

    /**
     * @param most bytes that one compressed byte may become, 1 or more
     * @return a copy
     */
    public FrameLimits withRatio(int most) {
        return new FrameLimits(frame, message, fragments, most);
    }
}
