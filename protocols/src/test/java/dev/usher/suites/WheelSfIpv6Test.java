package dev.usher.suites;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.component.tcp.Domain;
import dev.usher.component.tcp.TcpListener;
import dev.usher.component.tcp.TcpServer;
import dev.usher.filters.LineFilter;
import dev.usher.kernel.Event;
import dev.usher.kernel.IoError;
import dev.usher.kernel.States;
import dev.usher.wheel.Opened;
import dev.usher.wheel.ReadWrite;
import dev.usher.wheel.SocketFactory;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;

/** wheel_sf_ipv6: a TCP server and a client over ::1; each side is told of as many flushes as it has put lines. */
class WheelSfIpv6Test extends SuiteCase {
    private static final Event<Opened> OPENED = Event.named("opened", Opened.class);
    private static final Event<IoError> FAILED = Event.named("failed", IoError.class);
    private static final Event<String> LINE = Event.named("got_line", String.class);
    private static final Event<Void> FLUSHED = Event.named("got_flush");

    /** Puts and flushes of one side. */
    private static final class Counts {
        int puts;
        int flushes;
    }

    /** The client's heap. */
    private static final class Client {
        final Counts counts = new Counts();
        SocketFactory factory;
        ReadWrite<String, String> wheel;

        void put(String line) {
            counts.puts++;
            wheel.put(line);
        }
    }

    @Test
    void shouldTalkOverIpv6() {
        long server = TcpServer.at(0)
                .domain(Domain.INET6)
                .address("::1")
                .alias("server")
                .state(Counts::new)
                .clientConnected((client, poe) -> assertEquals("::1", client.remoteIp()))
                .clientInput((client, poe, line) -> {
                    client.state().puts++;
                    client.put(WheelSfTcpTest.rot13(line));
                })
                .clientFlushed((client, poe) -> client.state().flushes++)
                .clientError((client, poe, error) -> saw("server " + error.operation() + " " + error.errno()))
                .clientDisconnected((client, poe) ->
                        saw("server " + client.state().puts + " puts, " + client.state().flushes + " flushes"))
                .start(kernel);
        int port = ((TcpListener) kernel.idToSession(server).orElseThrow().heap()).port();
        kernel.create(
                States.of(Client.class)
                        .start((me, poe) -> me.factory = SocketFactory.connect("::1", port)
                                .bindAddress(new InetSocketAddress("::1", 0))
                                .successEvent(OPENED)
                                .failureEvent(FAILED)
                                .open(poe))
                        .on(FAILED, (me, poe, error) -> saw("client failed: " + error))
                        .on(OPENED, (me, poe, opened) -> {
                            assertEquals("::1", opened.remoteIp());
                            me.wheel = ReadWrite.with(new LineFilter())
                                    .inputEvent(LINE)
                                    .flushedEvent(FLUSHED)
                                    .open(poe, opened.link());
                            me.put("1: this is a test");
                        })
                        .on(FLUSHED, (me, poe) -> me.counts.flushes++)
                        .on(LINE, (me, poe, line) -> {
                            saw("client got " + line);
                            if (line.startsWith("1: ")) {
                                me.put("2: " + line.substring(3));
                            } else {
                                assertTrue(poe.post("server", TcpServer.SHUTDOWN));
                                me.wheel.close();
                            }
                        })
                        .stop((me, poe) ->
                                saw("client " + me.counts.puts + " puts, " + me.counts.flushes + " flushes")),
                new Client());

        runShows(
                "client got 1: guvf vf n grfg",
                "client got 2: this is a test",
                "client 2 puts, 2 flushes",
                "server read NONE",
                "server 2 puts, 2 flushes");
    }
}
