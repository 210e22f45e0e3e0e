package dev.usher.component.http.client;

import dev.usher.kernel.Event;
import java.io.InputStream;
import java.util.concurrent.Callable;

/** The content of a request, as it was given. Immutable. */
sealed interface RequestBody {
    /** No Content-Length: it is sent in chunks. */
    long UNKNOWN = -1;

    /** All there is. */
    record Whole(byte[] bytes) implements RequestBody {
        @Override
        public long length() {
            return bytes.length;
        }
    }

    /** Read from a stream that is opened anew for each attempt. */
    record Read(long length, Callable<? extends InputStream> opener) implements RequestBody {}

    /** Made by the asking session, whenever there is room for more. */
    record Made(long length, Event<Upload> event) implements RequestBody {}

    /** In bytes, or {@link #UNKNOWN}. */
    long length();

    /** Whether it can be sent again, to another place or on another connection. */
    default boolean isRepeatable() {
        return !(this instanceof Made);
    }
}
