package dev.usher.component.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.component.Row;
import dev.usher.component.log.Logs;
import dev.usher.kernel.Errno;
import dev.usher.kernel.Event;
import dev.usher.kernel.IoError;
import org.junit.jupiter.api.Test;

/** What a listener does when it cannot accept. */
class AcceptTest extends HttpCase {

    /** As the wheel that listens tells it. */
    private void failAccepting() {
        kernel.call(
                "HTTPd",
                Event.named("http_server_got_error", IoError.class),
                new IoError("accept", Errno.EMFILE, "Too many open files"));
    }

    @Test
    @Row("H23")
    void shouldGoOnListeningWhenTheSystemHasNoMoreHandles() {
        server().onError((poe, error) -> log.add(error.op().orElse("") + " " + error.errno()))
                .start(kernel);
        failAccepting();

        assertEquals("", ask(get("/")));
        advance(1);

        assertEquals("200", status(ask(get("/"))));
        assertLog("accept EMFILE");
    }

    @Test
    @Row({"H23", "H62"})
    void shouldLogWhatItCannotTellAnybody() {
        server().start(kernel);

        failAccepting();

        assertTrue(
                Logs.complaints().get(0).contains("accept failed: EMFILE"),
                Logs.complaints().toString());
    }
}
