package dev.usher.driver;

import dev.usher.filter.Source;
import dev.usher.filter.SourceException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/**
 * A part of a file. A driver may let the system send it without copying it through this program; others read blocks of
 * it. Reading waits for the disk where the system has not cached the file. One thread.
 */
public final class FileRegion implements Source {
    private final FileChannel channel;
    private final int blockSize;
    private final boolean owner;
    private final long end;
    private long position;

    /**
     * A part of a file.
     *
     * @param channel open for reading
     * @param position the first byte
     * @param count how many, 0 or more
     * @param blockSize bytes read at once where the file must be copied, more than 0
     * @param owner whether closing this closes the channel
     */
    public FileRegion(FileChannel channel, long position, long count, int blockSize, boolean owner) {
        if (position < 0 || count < 0 || blockSize <= 0) {
            throw new IllegalArgumentException("a part of a file has a position and a count of 0 or more and blocks of"
                    + " more than 0 bytes, not " + position + ", " + count + " and " + blockSize);
        }
        this.channel = channel;
        this.position = position;
        this.blockSize = blockSize;
        this.owner = owner;
        end = position + count;
    }

    /** @return the file */
    public FileChannel channel() {
        return channel;
    }

    /** @return where in the file the next byte is */
    public long position() {
        return position;
    }

    @Override
    public long remaining() {
        return end - position;
    }

    @Override
    public void copyTo(ByteBuffer into) throws SourceException {
        int before = into.position();
        int limit = into.limit();
        int most = (int) Math.min(Math.min(into.remaining(), blockSize), end - position);
        into.limit(before + most);
        try {
            if (channel.read(into, position) < 0) {
                check();
            }
        } catch (SourceException e) {
            throw e;
        } catch (IOException e) {
            throw new SourceException("the file cannot be read: " + e.getMessage(), e);
        } finally {
            into.limit(limit);
        }
    }

    /**
     * Looks whether the file has still all bytes of this part.
     *
     * @throws SourceException if it has become shorter
     */
    public void check() throws SourceException {
        long size;
        try {
            size = channel.size();
        } catch (IOException e) {
            throw new SourceException("the file cannot be read: " + e.getMessage(), e);
        }
        if (size < end) {
            throw new SourceException("the file has become " + (end - size) + " bytes shorter while it was sent");
        }
    }

    @Override
    public void skip(long count) {
        position += count;
    }

    @Override
    public void close() {
        if (owner) {
            try {
                channel.close();
            } catch (IOException ignored) {
                // It was only read: nothing is lost.
            }
        }
    }

    @Override
    public String toString() {
        return "FileRegion[" + position + " to " + end + "]";
    }
}
