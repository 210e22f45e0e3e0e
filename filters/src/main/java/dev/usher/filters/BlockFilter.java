package dev.usher.filters;

import dev.usher.filter.Filter;
import dev.usher.filter.Input;
import dev.usher.filter.Output;
import dev.usher.filter.ProtocolException;

/**
 * Blocks of bytes (POE::Filter::Block). Belongs to one wheel and its thread.
 *
 * <pre>{@code
 * new BlockFilter()                          the length in decimal digits, a NUL, the block
 * new BlockFilter().maxLength(10_000_000)    the same, for larger blocks
 * new BlockFilter().lengthCodec(codec)       the length in another form
 * BlockFilter.fixed(512)                     every block 512 bytes
 * }</pre>
 *
 * <p>A block stays in the window, with its length, until all of it is there; so a filter switched to before finds the
 * length too. Each method that configures answers a new filter and leaves this one as it was.
 */
public final class BlockFilter implements Filter<byte[], byte[]> {
    private static final int MAX_LENGTH = 1024 * 1024;
    private static final int UNKNOWN = -1;

    private static final Form USUAL = new Form(0, DecimalLength.CODEC, MAX_LENGTH);

    private final Form form; // shared by all filters of one configuration
    private int prefix;
    private int length;
    private long skipping; // bytes to come of a block that is too long
    private boolean told; // that there is no length where one must be

    /** What all filters of one configuration have in common; a block size of 0 means that lengths are sent. */
    private record Form(int blockSize, LengthCodec codec, int maxLength) {}

    /** Blocks of any length, which is sent before each in decimal digits and a NUL. */
    public BlockFilter() {
        this(USUAL);
    }

    private BlockFilter(Form form) {
        this.form = form;
        forget();
    }

    /**
     * Blocks of one size, with nothing between them.
     *
     * @param blockSize bytes of each block, 1 or more
     * @return the filter
     */
    public static BlockFilter fixed(int blockSize) {
        requirePositive("blockSize", blockSize);
        return new BlockFilter(new Form(blockSize, DecimalLength.CODEC, blockSize));
    }

    /**
     * How lengths are written, instead of digits and a NUL.
     *
     * @param codec reads and writes them
     * @return a new filter
     */
    public BlockFilter lengthCodec(LengthCodec codec) {
        requireLengths("lengthCodec");
        return new BlockFilter(new Form(0, codec, form.maxLength));
    }

    /**
     * The longest block taken: 1,048,576 bytes unless set, since any peer can make the server keep that much for each
     * of its connections. (POE: 64 MiB.)
     *
     * @param bytes 1 or more
     * @return a new filter
     */
    public BlockFilter maxLength(int bytes) {
        requireLengths("maxLength");
        requirePositive("maxLength", bytes);
        return new BlockFilter(new Form(0, form.codec, bytes));
    }

    /**
     * Takes one block, without its length.
     *
     * @throws ProtocolException once for each block longer than {@link #maxLength}, as soon as its length is there: it
     *     is skipped as it comes, without being kept. Once where no length is: bytes are skipped to the next digit.
     *     Always, without taking a byte, behind more than 18 digits
     */
    @Override
    public byte[] next(Input input) {
        if (!find(input)) {
            return null;
        }
        int found = takeLength(input);
        return input.take(found);
    }

    /** Whether a whole block is in the window. */
    boolean find(Input input) {
        if (skipping > 0 && !skip(input)) {
            return false;
        }
        if (length == UNKNOWN && !findLength(input)) {
            return false;
        }
        if (input.remaining() - prefix >= length) {
            return true;
        }
        input.expect(prefix + length);
        return false;
    }

    /** Takes the length of the block that was found, answers it, and leaves the block for the caller to take. */
    int takeLength(Input input) {
        int found = length;
        input.skip(prefix);
        input.expect(0);
        forget();
        return found;
    }

    private void forget() {
        prefix = 0;
        length = form.blockSize > 0 ? form.blockSize : UNKNOWN;
    }

    private boolean skip(Input input) {
        int there = (int) Math.min(skipping, input.remaining());
        input.skip(there);
        skipping -= there;
        return skipping == 0;
    }

    private boolean findLength(Input input) {
        int found = findPrefix(input);
        if (found == UNKNOWN) {
            return false;
        }
        told = false;
        long announced = form.codec.length(input, found);
        if (announced < 0 || announced > form.maxLength) {
            input.skip(found);
            skipping = Math.max(0, announced);
            skip(input);
            throw new ProtocolException("a block of " + announced + " bytes, where maxLength allows " + form.maxLength
                    + "; it is skipped. If such blocks are right, raise maxLength(bytes)");
        }
        prefix = found;
        length = (int) announced;
        return true;
    }

    private int findPrefix(Input input) {
        while (true) {
            int before = input.remaining();
            try {
                int found = form.codec.prefix(input);
                if (found == 0 || found > input.remaining()) {
                    throw new IllegalStateException("length codec " + form.codec + " finds a length in " + found
                            + " bytes of " + input.remaining() + "; answer 1 or more, or -1 if more are needed");
                }
                return found;
            } catch (ProtocolException e) {
                if (!told || input.remaining() == before) {
                    told = true;
                    throw e;
                }
            }
        }
    }

    /** Appends a block, behind its length unless all are of one size. */
    @Override
    public void put(byte[] block, Output out) {
        if (form.blockSize == 0) {
            form.codec.put(block.length, out);
        } else if (block.length != form.blockSize) {
            throw new IllegalArgumentException("a block of " + block.length + " bytes among blocks of " + form.blockSize
                    + ": the peer would lose its place; fill it up, or cut it");
        }
        out.putLast(block, 0, block.length);
    }

    @Override
    public BlockFilter fresh() {
        return new BlockFilter(form);
    }

    @Override
    public String toString() {
        return form.blockSize > 0
                ? "BlockFilter[blockSize " + form.blockSize + "]"
                : "BlockFilter[maxLength " + form.maxLength + "]";
    }

    private void requireLengths(String option) {
        if (form.blockSize > 0) {
            throw new IllegalArgumentException(option + " has no meaning where every block is " + form.blockSize
                    + " bytes; use new BlockFilter()");
        }
    }

    private static void requirePositive(String option, int bytes) {
        if (bytes <= 0) {
            throw new IllegalArgumentException(option + " must be 1 or more, not " + bytes);
        }
    }
}
