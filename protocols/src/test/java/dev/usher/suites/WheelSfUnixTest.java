package dev.usher.suites;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.usher.filters.LineFilter;
import dev.usher.kernel.Child;
import dev.usher.kernel.Context;
import dev.usher.kernel.Event;
import dev.usher.kernel.IoError;
import dev.usher.kernel.Kernel;
import dev.usher.kernel.States;
import dev.usher.wheel.Opened;
import dev.usher.wheel.ReadWrite;
import dev.usher.wheel.SocketFactory;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * wheel_sf_unix: the server and the client of wheel_sf_tcp over a path. The server closes its listener when it loses
 * the connection's session, and then nobody is left.
 */
class WheelSfUnixTest extends SuiteCase {
    private static final Event<Opened> OPENED = Event.named("opened", Opened.class);
    private static final Event<IoError> FAILED = Event.named("failed", IoError.class);
    private static final Event<String> LINE = Event.named("got_line", String.class);
    private static final Event<IoError> ERROR = Event.named("got_error", IoError.class);

    /** One end of the conversation, or the listener. */
    private static final class End {
        SocketFactory factory;
        ReadWrite<String, String> wheel;

        void open(Context poe, Opened opened) {
            assertEquals("LOCAL", opened.remoteIp());
            assertEquals(0, opened.remotePort());
            wheel = ReadWrite.with(new LineFilter())
                    .inputEvent(LINE)
                    .errorEvent(ERROR)
                    .open(poe, opened.link());
        }
    }

    private States<End> server(UnixDomainSocketAddress path) {
        States<End> connection = States.of(End.class)
                .start((me, poe, arguments) -> me.open(poe, (Opened) arguments[0]))
                .on(LINE, (me, poe, line) -> me.wheel.put(WheelSfTcpTest.rot13(line)))
                .on(ERROR, (me, poe, error) -> {
                    saw("server " + error.operation() + " " + error.errno().number());
                    me.wheel.close();
                });
        return States.of(End.class)
                .start((me, poe) -> me.factory = SocketFactory.listen(path)
                        .successEvent(OPENED)
                        .failureEvent(FAILED)
                        .open(poe))
                .on(OPENED, (me, poe, opened) -> poe.create(connection, new End(), opened))
                .on(FAILED, (me, poe, error) -> saw("server failed: " + error))
                .child((me, poe, child) -> {
                    saw("child " + child.reason());
                    if (child.reason() == Child.Reason.LOSE) {
                        me.factory.close();
                    }
                });
    }

    private States<End> client(UnixDomainSocketAddress path) {
        return States.of(End.class)
                .start((me, poe) -> me.factory = SocketFactory.connect(path)
                        .successEvent(OPENED)
                        .failureEvent(FAILED)
                        .open(poe))
                .on(OPENED, (me, poe, opened) -> {
                    me.open(poe, opened);
                    me.wheel.put("1: this is a test");
                })
                .on(LINE, (me, poe, line) -> {
                    saw("client got " + line);
                    if (line.startsWith("1: ")) {
                        me.wheel.put("2: " + WheelSfTcpTest.rot13(line.substring(3)));
                    } else {
                        me.wheel.close();
                    }
                })
                .on(FAILED, (me, poe, error) -> saw("client failed: " + error))
                .on(ERROR, (me, poe, error) -> saw("client error: " + error));
    }

    private void talk(Kernel on, Path path) {
        UnixDomainSocketAddress address = UnixDomainSocketAddress.of(path);
        on.create(server(address), new End());
        on.create(client(address), new End());

        on.run();

        shows(
                "child CREATE",
                "client got 1: guvf vf n grfg",
                "client got 2: guvf vf n grfg",
                "server read 0",
                "child LOSE");
        assertEquals(0, on.counts().watches());
    }

    @Test
    void shouldTalkOverAPath() {
        talk(kernel, Path.of("/run/wheel"));
    }

    @Test
    @Timeout(10)
    void shouldTalkOverARealPath(@TempDir Path folder) {
        Path path = folder.resolve("socket");
        talk(new Kernel(), path);

        assertFalse(Files.exists(path));
    }
}
