package dev.usher.suites;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.usher.kernel.Event;
import dev.usher.kernel.IoError;
import dev.usher.kernel.Kernel;
import dev.usher.kernel.Selected;
import dev.usher.kernel.States;
import dev.usher.network.DatagramLink;
import dev.usher.wheel.DatagramFactory;
import dev.usher.wheel.SocketFactory;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * wheel_sf_udp: two datagram sockets of one session send each other a text, turned by rot13 each time, ten times each.
 */
class WheelSfUdpTest extends SuiteCase {
    private static final Event<DatagramLink> SOCKET = Event.named("ev_peer_socket", DatagramLink.class);
    private static final Event<IoError> ERROR = Event.named("ev_peer_error", IoError.class);
    private static final Event<Selected> INPUT = Event.named("ev_peer_input", Selected.class);
    private static final Event<Void> TOO_LONG = Event.named("ev_took_too_long");
    private static final int MOST = 10;

    private static final class Peer {
        DatagramFactory wheel;
        DatagramLink socket;
        int sent;

        void send(String text, SocketAddress to) throws IOException {
            sent++;
            assertEquals(text.length(), socket.send(ByteBuffer.wrap(text.getBytes(ISO_8859_1)), to));
        }
    }

    private static final class Both {
        final Peer a = new Peer();
        final Peer b = new Peer();

        Peer of(Object wheelOrLink) {
            return wheelOrLink.equals(a.wheel.id()) || wheelOrLink == a.socket ? a : b;
        }
    }

    private static DatagramFactory factory(dev.usher.kernel.Context poe) {
        return SocketFactory.datagrams(new InetSocketAddress("127.0.0.1", 0))
                .successEvent(SOCKET)
                .failureEvent(ERROR)
                .open(poe);
    }

    private Both talk(Kernel on) {
        Both heap = new Both();
        on.create(
                States.of(Both.class)
                        .start((me, poe) -> {
                            me.a.wheel = factory(poe);
                            me.b.wheel = factory(poe);
                            poe.delay(TOO_LONG, Duration.ofSeconds(50));
                        })
                        .on(SOCKET, (me, poe, socket) -> {
                            Peer own = me.of(poe.wheelId());
                            Peer other = own == me.a ? me.b : me.a;
                            own.socket = socket;
                            poe.selectRead(socket, INPUT, null);
                            if (other.socket != null) {
                                own.send("1: this is a test", other.socket.localAddress());
                            }
                        })
                        .on(ERROR, (me, poe, error) -> saw(error.toString()))
                        .on(INPUT, (me, poe, ready) -> {
                            Peer own = me.of(ready.link());
                            ByteBuffer message = ByteBuffer.allocate(1024);
                            SocketAddress from = own.socket.receive(message);
                            if (own.sent < MOST) {
                                String text = new String(message.array(), 0, message.position(), ISO_8859_1);
                                own.send(WheelSfTcpTest.rot13(text), from);
                            } else {
                                saw(new String(message.array(), 0, message.position(), ISO_8859_1));
                                poe.delay(TOO_LONG, Duration.ZERO);
                            }
                        })
                        .on(TOO_LONG, (me, poe) -> {
                            poe.select(me.a.socket, null, null, null);
                            poe.select(me.b.socket, null, null, null);
                            me.a.socket.close();
                            me.b.socket.close();
                        }),
                heap);
        on.run();
        return heap;
    }

    private void showsThatAllWasSent(Both heap) {
        assertEquals(MOST, heap.a.sent);
        assertEquals(MOST, heap.b.sent);
        shows("1: guvf vf n grfg");
    }

    @Test
    void shouldSendTenDatagramsEachWayInMemory() {
        showsThatAllWasSent(talk(kernel));
    }

    @Test
    @Timeout(60)
    void shouldSendTenDatagramsEachWayOnRealSockets() {
        try (Kernel real = new Kernel()) {
            showsThatAllWasSent(talk(real));
        }
    }
}
