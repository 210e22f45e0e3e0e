package dev.usher.network;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Files as a wheel sees them: a seam like {@link Network}. Failures are the JDK's exceptions
 * ({@code NoSuchFileException}, {@code AccessDeniedException}, ...), from the real disk and from the simulated one
 * alike. Any thread may use the real one.
 */
public interface Disk {

    /** The machine's. */
    Disk SYSTEM = new NioDisk();

    /**
     * Asks about the file that has a name now.
     *
     * @param path the name; links are followed
     * @return what is known of it
     * @throws IOException if there is none, or it is out of reach
     */
    FileStatus status(Path path) throws IOException;

    /**
     * Opens a plain file for reading.
     *
     * @param path its name
     * @return the file
     * @throws IOException if it cannot be opened
     */
    OpenFile open(Path path) throws IOException;

    /**
     * Opens a FIFO, a terminal or another device for reading. A FIFO has no end then: writers may come and go.
     *
     * @param path its name
     * @return what comes from there
     * @throws IOException if it cannot be opened
     */
    StreamLink openStream(Path path) throws IOException;
}
