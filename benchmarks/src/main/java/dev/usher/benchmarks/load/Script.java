package dev.usher.benchmarks.load;

import java.io.IOException;
import java.nio.ByteBuffer;

/** What a {@link Load} says to a server, and how it knows the answers. */
public interface Script {

    /** What a connection sends is this many requests, over and over. */
    int REQUESTS = 256;

    /** The script that is called so on a command line. */
    static Script named(String name) {
        return switch (name) {
            case EchoScript.NAME -> new EchoScript();
            case FileScript.SMALL, FileScript.LARGE -> new FileScript(name);
            case HttpScript.NAME -> new HttpScript(false);
            case HttpScript.JSON -> new HttpScript(true);
            default -> new WebSocketScript(name);
        };
    }

    /**
     * What a connection sends first.
     *
     * @return its bytes, which are answered by a head of HTTP; empty for nothing
     */
    default byte[] opening() {
        return new byte[0];
    }

    /**
     * Looks at the answer to {@link #opening}.
     *
     * @throws IOException if the connection is not open
     */
    default void checkOpened(String head) throws IOException {
        throw new IOException("nothing was asked, and answered: " + head);
    }

    /**
     * A request to send.
     *
     * @param number 0 to {@link #REQUESTS} - 1
     * @return its bytes
     */
    byte[] request(int number);

    /** @return who checks the answers of one connection */
    Answers answers();

    /** Checks the answers of one connection. Used by one thread. */
    @FunctionalInterface
    interface Answers {

        /**
         * Takes what has come.
         *
         * @param in whole answers and parts of them, all to be taken; not to be kept
         * @return how many answers have become whole by it
         * @throws IOException if it is wrong, at the first byte of which that can be said
         */
        int take(ByteBuffer in) throws IOException;
    }
}
