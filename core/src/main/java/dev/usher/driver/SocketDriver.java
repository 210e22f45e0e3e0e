package dev.usher.driver;

import dev.usher.filter.Input;
import dev.usher.filter.Output;
import dev.usher.filter.Source;
import dev.usher.filter.SourceException;
import dev.usher.network.StreamLink;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Moves bytes as they are (POE::Driver::SysRW). Keeps nothing of a connection, so one serves all wheels of a kernel:
 * its two direct buffers are the only ones that the kernel's sockets need.
 */
public final class SocketDriver implements Driver {

    /** Bytes read or written by one system call at most, to begin with. */
    public static final int DEFAULT_BLOCK_SIZE = 65_536;

    /**
     * Bytes read or written by one system call at most, once a peer has filled a block of the default size, or waits
     * for more than that. One call for them instead of four is a third of the cost of a record of 1 MiB.
     */
    public static final int LARGEST_BLOCK_SIZE = 262_144;

    /** A large output is written in turns of this many bytes or a little more, so that other links get theirs. */
    private static final int TURN = LARGEST_BLOCK_SIZE;

    private final int largest;
    private ByteBuffer in;
    private ByteBuffer out;

    /** A driver with the default block size, which grows to the largest when that helps. */
    public SocketDriver() {
        this(DEFAULT_BLOCK_SIZE, LARGEST_BLOCK_SIZE);
    }

    /**
     * A driver with its own block size.
     *
     * @param blockSize bytes read or written by one system call at most, more than 0
     */
    public SocketDriver(int blockSize) {
        this(blockSize, blockSize);
    }

    private SocketDriver(int blockSize, int largest) {
        if (blockSize <= 0) {
            throw new IllegalArgumentException("blockSize must be more than 0, not " + blockSize);
        }
        in = ByteBuffer.allocateDirect(blockSize);
        out = ByteBuffer.allocateDirect(blockSize);
        this.largest = largest;
    }

    @Override
    public int read(StreamLink link, Input input) throws IOException {
        ByteBuffer buffer = in.clear().limit(Math.min(in.capacity(), input.wanted()));
        int count = link.read(buffer);
        if (count > 0) {
            input.append(buffer.flip());
        }
        if (count == in.capacity() && count < largest) {
            in = ByteBuffer.allocateDirect(largest);
        }
        return count;
    }

    @Override
    public boolean takesSources() {
        return true;
    }

    @Override
    public int write(StreamLink link, Output output) throws IOException {
        int written = 0;
        while (written < TURN) {
            Source source = output.source();
            long count = -1;
            long wanted = 0;
            if (output.isEmpty()) {
                if (source == null) {
                    break;
                }
                if (source instanceof FileRegion file) {
                    wanted = Math.min(file.remaining(), TURN);
                    count = link.transfer(file.channel(), file.position(), wanted);
                    if (count == 0) {
                        file.check(); // that is either the link's end or the file's
                    }
                }
            }
            if (count < 0) {
                wanted = gather(output, source);
                if (wanted == 0) {
                    throw SourceException.nothingFrom(source);
                }
                count = link.write(out);
            }
            output.take(count);
            written += (int) count;
            if (count < wanted) {
                break;
            }
        }
        return written;
    }

    /** One system call for bytes and the beginning of what stands behind them, unless that need not be copied. */
    private int gather(Output output, Source source) throws IOException {
        if (out.capacity() < largest && size(output, source) > out.capacity()) {
            out = ByteBuffer.allocateDirect(largest);
        }
        ByteBuffer buffer = out.clear();
        int length = Math.min(output.size(), buffer.capacity());
        buffer.put(output.array(), output.head(), length);
        if (source != null && buffer.hasRemaining() && length == output.size()) {
            if (length == 0 || !(source instanceof FileRegion)) {
                source.copyTo(buffer);
            }
        }
        return buffer.flip().remaining();
    }

    private static long size(Output output, Source source) {
        return source == null ? output.size() : output.size() + source.remaining();
    }
}
