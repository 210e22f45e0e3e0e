package dev.usher.kernel;

import dev.usher.filter.ProtocolException;
import java.io.IOException;
import javax.net.ssl.SSLException;

/**
 * What went wrong with a handle: POE's operation, errno and text. The end of a stream is {@code read}, NONE, empty
 * text.
 *
 * @param operation what was tried: bind, listen, accept, connect, read, write, resolve, filter, ...
 * @param errno its outcome
 * @param text the outcome in words
 */
public record IoError(String operation, Errno errno, String text) {

    /** The peer ended its half of the stream. */
    public static final IoError END = new IoError("read", Errno.NONE, "");

    /**
     * Describes an exception.
     *
     * @param operation what was tried
     * @param error what came of it
     * @return the description: errno's own text, or the exception's where errno is EIO or TLS broke: then EPROTO, or
     *     ECONNABORTED where the peer's stream was cut off, an end of file without TLS's own end before it
     */
    public static IoError of(String operation, IOException error) {
        Errno errno = Errno.of(error);
        String message = error.getMessage();
        boolean own = message != null && (errno == Errno.EIO || error instanceof SSLException);
        return new IoError(operation, errno, own ? message : errno.text());
    }

    /**
     * Describes what a filter refused.
     *
     * @param error the refusal
     * @return operation {@code filter}, EPROTO and the filter's words
     */
    public static IoError of(ProtocolException error) {
        return new IoError("filter", Errno.EPROTO, error.getMessage());
    }

    /** @return whether this is the end of the stream, no failure */
    public boolean isEnd() {
        return errno == Errno.NONE;
    }
}
