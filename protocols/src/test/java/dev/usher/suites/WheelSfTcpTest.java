package dev.usher.suites;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.driver.SocketDriver;
import dev.usher.filters.LineFilter;
import dev.usher.filters.StreamFilter;
import dev.usher.kernel.Child;
import dev.usher.kernel.Context;
import dev.usher.kernel.Errno;
import dev.usher.kernel.Event;
import dev.usher.kernel.IoError;
import dev.usher.kernel.Kernel;
import dev.usher.kernel.States;
import dev.usher.wheel.Opened;
import dev.usher.wheel.ReadWrite;
import dev.usher.wheel.SocketFactory;
import java.io.ByteArrayOutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * wheel_sf_tcp: a server and a client, both of SocketFactory and ReadWrite, which read ten bytes at a time; a line goes
 * there as rot13 and back twice. What waits for the socket is counted, each put is flushed, the end is no error number.
 */
class WheelSfTcpTest extends SuiteCase {
    private static final Event<Opened> OPENED = Event.named("opened", Opened.class);
    private static final Event<IoError> FAILED = Event.named("failed", IoError.class);
    private static final Event<String> LINE = Event.named("got_line", String.class);
    private static final Event<byte[]> BYTES = Event.named("got_bytes", byte[].class);
    private static final Event<IoError> ERROR = Event.named("got_error", IoError.class);
    private static final Event<Void> FLUSHED = Event.named("got_flush");
    private static final String IPV4 = "127.0.0.1";

    /** One end of the conversation. */
    private static final class End {
        SocketFactory factory;
        ReadWrite<String, String> wheel;
        int puts;
        int flushes;

        void put(String line) {
            puts++;
            wheel.put(line);
        }

        void open(Context poe, Opened opened) {
            wheel = ReadWrite.with(new LineFilter())
                    .driver(new SocketDriver(10))
                    .inputEvent(LINE)
                    .errorEvent(ERROR)
                    .flushedEvent(FLUSHED)
                    .open(poe, opened.link());
        }
    }

    static String rot13(String text) {
        StringBuilder turned = new StringBuilder();
        for (char c : text.toCharArray()) {
            char base = c >= 'a' && c <= 'z' ? 'a' : c >= 'A' && c <= 'Z' ? 'A' : 0;
            turned.append(base == 0 ? c : (char) (base + (c - base + 13) % 26));
        }
        return turned.toString();
    }

    private States<End> server(String address) {
        States<End> connection = States.of(End.class)
                .start((me, poe, arguments) -> {
                    me.open(poe, (Opened) arguments[0]);
                    assertEquals(address, ((Opened) arguments[0]).remoteIp());
                })
                .on(LINE, (me, poe, line) -> me.put(rot13(line)))
                .on(FLUSHED, (me, poe) -> me.flushes++)
                .on(ERROR, (me, poe, error) -> {
                    saw("server " + error.operation() + " " + error.errno().number() + " '" + error.text() + "'");
                    me.wheel.close();
                })
                .stop((me, poe) -> {
                    assertEquals(2, me.puts);
                    assertEquals(me.puts, me.flushes);
                });
        return States.of(End.class)
                .start((me, poe) -> me.factory = SocketFactory.listen(new InetSocketAddress(address, 0))
                        .successEvent(OPENED)
                        .failureEvent(FAILED)
                        .open(poe))
                .on(OPENED, (me, poe, opened) -> {
                    assertEquals(me.factory.id(), poe.wheelId());
                    poe.create(connection, new End(), opened);
                })
                .on(FAILED, (me, poe, error) -> saw("server failed: " + error))
                .child((me, poe, child) -> {
                    saw("server child " + child.reason());
                    if (child.reason() == Child.Reason.LOSE) {
                        me.factory.close();
                    }
                });
    }

    private States<End> client(String address, int port) {
        return States.of(End.class)
                .start((me, poe) -> me.factory = SocketFactory.connect(address, port)
                        .successEvent(OPENED)
                        .failureEvent(FAILED)
                        .open(poe))
                .on(OPENED, (me, poe, opened) -> {
                    assertEquals(me.factory.id(), poe.wheelId());
                    assertEquals(port, opened.remotePort());
                    assertEquals(address, opened.remoteIp());
                    me.factory.close();
                    me.open(poe, opened);
                    me.put("1: this is a test");
                    assertEquals(19, me.wheel.octets());
                    assertEquals(1, me.wheel.outMessages());
                })
                .on(LINE, (me, poe, line) -> {
                    saw("client got " + line);
                    if (line.startsWith("1: ")) {
                        me.put("2: " + rot13(line.substring(3)));
                    } else {
                        me.wheel.close();
                    }
                })
                .on(FLUSHED, (me, poe) -> me.flushes++)
                .on(FAILED, (me, poe, error) -> saw("client failed: " + error))
                .on(ERROR, (me, poe, error) -> saw("client error: " + error))
                .stop((me, poe) -> {
                    assertEquals(2, me.puts);
                    assertEquals(me.puts, me.flushes);
                    saw("client stop");
                });
    }

    private void talk(Kernel on, String address) {
        End listener = new End();
        on.create(server(address), listener);
        assertTrue(listener.factory.port() > 0);
        on.create(client(address, listener.factory.port()), new End());

        on.run();

        assertEquals(0, on.counts().watches());
        // the last two may come in either order on a real network
        assertEquals(
                List.of(
                        "client got 1: guvf vf n grfg",
                        "client got 2: guvf vf n grfg",
                        "client stop",
                        "server child CREATE",
                        "server child LOSE",
                        "server read 0 ''"),
                seen.stream().sorted().toList());
        assertTrue(seen.indexOf("server read 0 ''") < seen.indexOf("server child LOSE"));
        seen.clear();
    }

    @Test
    void shouldTalkThereAndBackTwice() {
        talk(kernel, IPV4);
    }

    @Test
    @Timeout(30)
    void shouldTalkThereAndBackTwiceOverRealSockets() {
        try (Kernel real = new Kernel()) {
            talk(real, IPV4);
        }
    }

    @Test
    void shouldTellTheClientThatNobodyListens() {
        kernel.create(
                States.of(End.class)
                        .start((me, poe) -> me.factory = SocketFactory.connect(IPV4, 9999)
                                .successEvent(OPENED)
                                .failureEvent(FAILED)
                                .open(poe))
                        .on(FAILED, (me, poe, error) -> {
                            assertEquals(me.factory.id(), poe.wheelId());
                            assertEquals(Errno.ECONNREFUSED, error.errno());
                            saw(error.operation() + ": " + error.text());
                        }),
                new End());

        runShows("connect: Connection refused");
    }

    @Test
    void shouldTellThatAPortIsTakenAfterTheWheelWasMade() {
        States<End> states = States.of(End.class)
                .start((me, poe) -> {
                    me.factory = SocketFactory.listen(9000)
                            .successEvent(OPENED)
                            .failureEvent(FAILED)
                            .open(poe);
                    saw("made " + me.factory.localAddress().isPresent());
                })
                .on(FAILED, (me, poe, error) -> saw(error.operation() + ": " + error.text()));
        End first = new End();
        kernel.create(states, first);
        kernel.create(states, new End());

        simulation.runUntilIdle();

        shows("made true", "made false", "bind: Address already in use");
        first.factory.close();
        kernel.run();
    }

    @Test
    void shouldStopAcceptingForAWhileAndForgetAConnectionThatIsAbandoned() {
        End listener = new End();
        kernel.create(
                States.of(End.class)
                        .start((me, poe) -> me.factory = SocketFactory.listen(9000)
                                .successEvent(OPENED)
                                .failureEvent(FAILED)
                                .open(poe))
                        .on(OPENED, (me, poe, opened) -> {
                            saw("accepted");
                            opened.link().close();
                        }),
                listener);
        listener.factory.pauseAccept();
        simulation.connect(9000);
        simulation.runUntilIdle();
        shows();
        listener.factory.resumeAccept();
        simulation.runUntilIdle();
        shows("accepted");

        kernel.create(
                States.of(End.class)
                        .start((me, poe) -> {
                            me.factory = SocketFactory.connect(IPV4, 9000)
                                    .successEvent(OPENED)
                                    .failureEvent(FAILED)
                                    .open(poe);
                            me.factory.close(); // before it is connected: silently
                            me.factory.close();
                        })
                        .on(OPENED, (me, poe, opened) -> saw("never")),
                new End());
        simulation.runUntilIdle();

        assertFalse(seen.contains("never"));
        listener.factory.close();
        kernel.run();
    }

    @Test
    void shouldCarryBytesAsTheyAre() {
        byte[] all = new byte[256];
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) i;
        }
        ByteArrayOutputStream got = new ByteArrayOutputStream();
        End end = new End();
        int[] reads = {0};
        kernel.create(
                States.of(End.class)
                        .start((me, poe) -> me.factory = SocketFactory.listen(9000)
                                .successEvent(OPENED)
                                .failureEvent(FAILED)
                                .open(poe))
                        .on(OPENED, (me, poe, opened) -> {
                            me.factory.close();
                            ReadWrite.with(new StreamFilter())
                                    .driver(new SocketDriver(10))
                                    .inputEvent(BYTES)
                                    .open(poe, opened.link());
                        })
                        .on(BYTES, (me, poe, bytes) -> {
                            assertTrue(bytes.length <= 10, "one block at a time, not " + bytes.length);
                            reads[0]++;
                            got.writeBytes(bytes);
                        }),
                end);
        simulation.connect(9000).send(all);
        simulation.runUntilIdle();

        assertEquals(
                new String(all, StandardCharsets.ISO_8859_1),
                new String(got.toByteArray(), StandardCharsets.ISO_8859_1));
        assertEquals(26, reads[0]);
    }
}
