package dev.usher.simulation;

import dev.usher.network.Disk;
import dev.usher.network.FileStatus;
import dev.usher.network.OpenFile;
import dev.usher.network.StreamLink;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * Files in memory, changed by the test. One thread. A name is a name as it is written: folders need not be made, and
 * there are no links.
 */
public final class SimulatedDisk implements Disk {

    /** What stands behind a name, and lives on while it is open. */
    private static final class Inode {
        final long number;
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        StreamLink fifo; // null: a plain file

        Inode(long number) {
            this.number = number;
        }
    }

    private final SimulatedNetwork network;
    private final Map<Path, Inode> names = new HashMap<>();
    private long lastNumber;
    private int openFiles;
    private IOException readFailure;

    SimulatedDisk(SimulatedNetwork network) {
        this.network = network;
    }

    /**
     * Writes a file anew: the one that has the name is cut short first, as by Perl's {@code open '>'}.
     *
     * @param path the name
     * @param text in Latin-1
     */
    public void write(Path path, String text) {
        Inode inode = names.computeIfAbsent(path, absent -> new Inode(++lastNumber));
        inode.bytes.reset();
        inode.bytes.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /**
     * Adds to a file; makes it if there is none.
     *
     * @param path the name
     * @param text in Latin-1
     */
    public void append(Path path, String text) {
        names.computeIfAbsent(path, absent -> new Inode(++lastNumber))
                .bytes
                .writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /**
     * Gives a file another name; a file that had that one is deleted.
     *
     * @param from its name
     * @param to its new name
     * @throws IllegalArgumentException if there is no such file
     */
    public void rename(Path from, Path to) {
        names.put(to, known(from));
        names.remove(from);
    }

    /**
     * Deletes a file. Who has opened it goes on reading it.
     *
     * @param path the name
     * @throws IllegalArgumentException if there is no such file
     */
    public void delete(Path path) {
        known(path);
        names.remove(path);
    }

    /**
     * Makes a FIFO.
     *
     * @param path the name
     * @return the writer's end
     */
    public SimulatedClient fifo(Path path) {
        SimulatedStreamLink writer = network.farEnd();
        Inode inode = new Inode(++lastNumber);
        inode.fifo = network.pipe(writer);
        names.put(path, inode);
        return new SimulatedClient(writer);
    }

    /**
     * Lets the next read of a file fail.
     *
     * @param failure what it throws
     */
    public void failNextRead(IOException failure) {
        readFailure = failure;
    }

    /** @return how many plain files are open */
    public int openFiles() {
        return openFiles;
    }

    private Inode known(Path path) {
        Inode inode = names.get(path);
        if (inode == null) {
            throw new IllegalArgumentException("there is no file " + path + ": write it first");
        }
        return inode;
    }

    private Inode find(Path path) throws NoSuchFileException {
        Inode inode = names.get(path);
        if (inode == null) {
            throw new NoSuchFileException(path.toString());
        }
        return inode;
    }

    @Override
    public FileStatus status(Path path) throws IOException {
        Inode inode = find(path);
        return new FileStatus(
                inode.fifo == null ? FileStatus.Kind.PLAIN : FileStatus.Kind.STREAM,
                inode.number,
                1,
                inode.bytes.size());
    }

    @Override
    public OpenFile open(Path path) throws IOException {
        Inode inode = find(path);
        if (inode.fifo != null) {
            throw new FileSystemException(path.toString(), null, "Illegal seek");
        }
        openFiles++;
        return new File(inode);
    }

    @Override
    public StreamLink openStream(Path path) throws IOException {
        Inode inode = find(path);
        if (inode.fifo == null) {
            throw new FileSystemException(path.toString(), null, "Not a stream");
        }
        return inode.fifo;
    }

    private final class File implements OpenFile {
        private final Inode inode;
        private boolean closed;

        File(Inode inode) {
            this.inode = inode;
        }

        @Override
        public int read(ByteBuffer into, long position) throws IOException {
            requireOpen();
            if (readFailure != null) {
                IOException failure = readFailure;
                readFailure = null;
                throw failure;
            }
            byte[] bytes = inode.bytes.toByteArray();
            if (position >= bytes.length) {
                return -1;
            }
            int count = network.chance().read(Math.min(into.remaining(), (int) (bytes.length - position)));
            into.put(bytes, (int) position, count);
            return count;
        }

        @Override
        public long size() throws IOException {
            requireOpen();
            return inode.bytes.size();
        }

        @Override
        public void close() {
            if (!closed) {
                closed = true;
                openFiles--;
            }
        }

        private void requireOpen() throws ClosedChannelException {
            if (closed) {
                throw new ClosedChannelException();
            }
        }
    }
}
