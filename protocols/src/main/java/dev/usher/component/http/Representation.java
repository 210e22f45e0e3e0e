package dev.usher.component.http;

import dev.usher.driver.FileRegion;
import dev.usher.filters.http.Content;
import dev.usher.filters.http.HttpPart;
import dev.usher.filters.http.SourcedContent;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;

/**
 * A file as it is answered (RFC 9110 §3.2): its facts, and its bytes, open or in memory. Whoever has one closes it or
 * makes parts of it, the last of which closes the file. One thread, unless it is in memory: then it is immutable.
 */
final class Representation {
    final FileFacts facts;
    private final FileChannel channel; // or null: then there are bytes
    private final byte[] bytes;
    private final int blockSize;

    private Representation(FileFacts facts, FileChannel channel, byte[] bytes, int blockSize) {
        this.facts = facts;
        this.channel = channel;
        this.bytes = bytes;
        this.blockSize = blockSize;
    }

    static Representation open(Disk disk, Path file, int blockSize) throws IOException {
        BasicFileAttributes attributes = disk.attributes(file);
        if (!attributes.isRegularFile()) { // to open a pipe would wait for its writer
            throw new NoSuchFileException(file.toString(), null, "no regular file");
        }
        return new Representation(FileFacts.of(attributes), disk.open(file), null, blockSize);
    }

    /** The same in memory; this one is closed. */
    Representation read() throws IOException {
        try (channel) {
            ByteBuffer read = ByteBuffer.allocate((int) facts.size());
            while (read.hasRemaining()) {
                if (channel.read(read, read.position()) < 0) {
                    throw new IOException("the file has become shorter while it was read");
                }
            }
            return new Representation(facts, null, read.array(), 0);
        }
    }

    /** All of it, if it is in memory; else null. */
    byte[] bytes() {
        return bytes;
    }

    /** All of it, as the one part of a message. */
    HttpPart all() {
        return part(new ByteRange(0, facts.size()), true, true);
    }

    /** A part of it: the last part of this file closes it once it was sent, the last of the message may be another. */
    HttpPart part(ByteRange range, boolean closes, boolean last) {
        return channel == null
                ? new Content().wrap(bytes, (int) range.from(), (int) range.length(), last)
                : new SourcedContent(new FileRegion(channel, range.from(), range.length(), blockSize, closes), last);
    }

    void close() {
        if (channel != null) {
            new FileRegion(channel, 0, 0, 1, true).close();
        }
    }

    /** Nobody sends these. */
    static void drop(List<HttpPart> parts) {
        for (HttpPart part : parts) {
            if (part instanceof SourcedContent sourced) {
                sourced.source().close();
            }
        }
    }
}
