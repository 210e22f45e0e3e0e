package dev.usher.network;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import javax.net.ssl.SSLEngine;

/** One end of a connection: a stream of bytes each way. */
public interface StreamLink extends Link {

    /**
     * Reads what is there.
     *
     * @param into where to; at most its remaining bytes
     * @return number of bytes, 0 if none are there now, -1 at the end of the stream
     * @throws IOException if the connection is broken
     */
    int read(ByteBuffer into) throws IOException;

    /**
     * Writes what the link takes now.
     *
     * @param from what to; its position moves by the number of bytes taken
     * @return number of bytes taken, 0 if none now
     * @throws IOException if the connection is broken
     */
    int write(ByteBuffer from) throws IOException;

    /**
     * Writes a part of a file, without copying it through this program.
     *
     * @param file open for reading
     * @param position the first byte
     * @param count how many at most
     * @return number of bytes taken, 0 if none now or the file ends before them; -1 if this link does no such thing:
     *     then they are to be read and written
     * @throws IOException if the connection is broken, or the file cannot be read
     */
    default long transfer(FileChannel file, long position, long count) throws IOException {
        return -1;
    }

    /**
     * Asks how connecting went, after the link became writable.
     *
     * @return true once connected, false while it still goes on
     * @throws IOException why it failed ({@code ConnectException}: refused); the link is then closed
     */
    boolean finishConnect() throws IOException;

    /**
     * Ends our half: the peer reads the end of the stream.
     *
     * @throws IOException if the connection is broken
     */
    void shutdownOutput() throws IOException;

    /**
     * Reads no more: what the peer sends from now on is lost.
     *
     * @throws IOException if the connection is broken
     */
    void shutdownInput() throws IOException;

    /**
     * Says what enciphers this connection. A link whose input is recorded notes what the engine answers, and answers it
     * in a replay: keys cannot be had twice.
     *
     * @param engine what shall encipher it
     * @return what does
     */
    default SSLEngine engine(SSLEngine engine) {
        return engine;
    }

    /** @return the peer's address, or null when not connected or closed */
    SocketAddress remoteAddress();
}
