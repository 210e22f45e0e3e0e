package dev.usher.driver;

import dev.usher.filter.Input;
import dev.usher.filter.Output;
import dev.usher.network.StreamLink;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Moves bytes as they are (POE::Driver::SysRW). Keeps nothing of a connection, so one serves all wheels of a kernel:
 * its two direct buffers are the only ones that the kernel's sockets need.
 */
public final class SocketDriver implements Driver {

    /** Bytes read or written by one system call at most, unless said otherwise. */
    public static final int DEFAULT_BLOCK_SIZE = 65_536;

    private final ByteBuffer in;
    private final ByteBuffer out;

    /** A driver with the default block size. */
    public SocketDriver() {
        this(DEFAULT_BLOCK_SIZE);
    }

    /**
     * A driver with its own block size.
     *
     * @param blockSize bytes read or written by one system call at most, more than 0
     */
    public SocketDriver(int blockSize) {
        if (blockSize <= 0) {
            throw new IllegalArgumentException("blockSize must be more than 0, not " + blockSize);
        }
        in = ByteBuffer.allocateDirect(blockSize);
        out = ByteBuffer.allocateDirect(blockSize);
    }

    @Override
    public int read(StreamLink link, Input input) throws IOException {
        ByteBuffer buffer = in.clear();
        int count = link.read(buffer);
        if (count > 0) {
            input.append(buffer.flip());
        }
        return count;
    }

    @Override
    public int write(StreamLink link, Output output) throws IOException {
        ByteBuffer buffer = out;
        int written = 0;
        while (!output.isEmpty()) {
            int length = Math.min(output.size(), buffer.capacity());
            buffer.clear().put(output.array(), output.head(), length).flip();
            int count = link.write(buffer);
            output.skip(count);
            written += count;
            if (count < length) {
                break;
            }
        }
        return written;
    }
}
