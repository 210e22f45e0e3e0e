package dev.usher.network;

import java.io.IOException;
import java.nio.ByteBuffer;

/** A plain file, opened for reading. It stays readable when its name goes to another file or is deleted. One thread. */
public interface OpenFile extends AutoCloseable {

    /**
     * Reads some of what stands at a place.
     *
     * @param into where to
     * @param position of the first byte, counted from the file's begin
     * @return number of bytes; -1 at the end of the file and behind it
     * @throws IOException if it cannot be read
     */
    int read(ByteBuffer into, long position) throws IOException;

    /**
     * Asks how long the file is now.
     *
     * @return bytes
     * @throws IOException if the system does not tell
     */
    long size() throws IOException;

    /** Closes it. A second close does nothing; a failure to close is ignored. */
    @Override
    void close();
}
