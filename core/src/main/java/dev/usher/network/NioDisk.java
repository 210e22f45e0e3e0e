package dev.usher.network;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;

/** The machine's files. Plain ones are read on the caller's thread, as POE does: mostly they are in memory. */
final class NioDisk implements Disk {

    @Override
    public FileStatus status(Path path) throws IOException {
        BasicFileAttributes basic = Files.readAttributes(path, BasicFileAttributes.class);
        FileStatus.Kind kind = FileStatus.Kind.STREAM;
        if (basic.isRegularFile()) {
            kind = FileStatus.Kind.PLAIN;
        } else if (basic.isDirectory()) {
            kind = FileStatus.Kind.DIRECTORY;
        }
        Object key = basic.fileKey();
        return new FileStatus(kind, key == null ? basic.creationTime() : key, links(path), basic.size());
    }

    /** Windows does not tell. */
    private static long links(Path path) throws IOException {
        if (!path.getFileSystem().supportedFileAttributeViews().contains("unix")) {
            return 1;
        }
        Map<String, Object> attributes = Files.readAttributes(path, "unix:nlink");
        return ((Number) attributes.get("nlink")).longValue();
    }

    @Override
    public OpenFile open(Path path) throws IOException {
        return new NioFile(FileChannel.open(path, StandardOpenOption.READ));
    }

    /** Opened for writing too, a FIFO neither waits for a writer nor ends with the last one. */
    @Override
    public StreamLink openStream(Path path) throws IOException {
        FileChannel channel;
        try {
            channel = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
        } catch (AccessDeniedException readOnly) {
            channel = FileChannel.open(path, StandardOpenOption.READ);
        }
        return PumpedLink.reading(path.toString(), Channels.newInputStream(channel));
    }

    private record NioFile(FileChannel channel) implements OpenFile {
        @Override
        public int read(ByteBuffer into, long position) throws IOException {
            return channel.read(into, position);
        }

        @Override
        public long size() throws IOException {
            return channel.size();
        }

        @Override
        public void close() {
            NioLink.closeQuietly(channel);
        }
    }
}
