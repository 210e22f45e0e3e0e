package dev.usher.suites;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.usher.kernel.Event;
import dev.usher.kernel.IoError;
import dev.usher.kernel.Kernel;
import dev.usher.kernel.States;
import dev.usher.network.ListenLink;
import dev.usher.wheel.ListenAccept;
import dev.usher.wheel.Opened;
import dev.usher.wheel.SocketFactory;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** wheel_accept: five connectors come to a socket that listens already; the events are replaced before they come. */
class WheelAcceptTest extends SuiteCase {
    private static final Event<Opened> NONEXISTENT = Event.named("got_connection_nonexistent", Opened.class);
    private static final Event<Opened> CONNECTION = Event.named("got_connection", Opened.class);
    private static final Event<IoError> ERROR = Event.named("got_error", IoError.class);
    private static final Event<Void> TIMEOUT = Event.named("got_timeout");
    private static final int CONNECTORS = 5;

    private static final class Listener {
        ListenAccept wheel;
        int accepted;
    }

    private Listener connectAll(Kernel on, ListenLink listening) {
        Listener heap = new Listener();
        on.create(
                States.of(Listener.class)
                        .start((me, poe) -> {
                            me.wheel = ListenAccept.on(listening)
                                    .acceptEvent(NONEXISTENT)
                                    .open(poe);
                            me.wheel.acceptEvent(CONNECTION);
                            me.wheel.errorEvent(ERROR);
                            poe.delay(TIMEOUT, Duration.ofSeconds(50));
                        })
                        .on(CONNECTION, (me, poe, opened) -> {
                            opened.link().close();
                            if (++me.accepted == CONNECTORS) {
                                poe.delay(TIMEOUT, Duration.ZERO);
                            }
                        })
                        .on(ERROR, (me, poe, error) -> saw("error " + error))
                        .on(TIMEOUT, (me, poe) -> me.wheel.close())
                        .stop((me, poe) -> {})
                        .otherwise((me, poe, unhandled) -> saw("unhandled " + unhandled.event())),
                heap);
        int port = ((InetSocketAddress) listening.localAddress()).getPort();
        for (int i = 0; i < CONNECTORS; i++) {
            on.create(
                    States.of(Object.class)
                            .start((me, poe) -> SocketFactory.connect("127.0.0.1", port)
                                    .successEvent(CONNECTION)
                                    .failureEvent(ERROR)
                                    .open(poe))
                            .on(CONNECTION, (me, poe, opened) -> opened.link().close())
                            .on(ERROR, (me, poe, error) -> saw("connector " + error)),
                    null);
        }
        on.run();
        return heap;
    }

    @Test
    void shouldAcceptEveryConnectorInMemory() throws IOException {
        ListenLink listening = simulation.network().listen(new InetSocketAddress("127.0.0.1", 0), 5);

        assertEquals(CONNECTORS, connectAll(kernel, listening).accepted);

        shows();
    }

    @Test
    @Timeout(60)
    void shouldAcceptEveryConnectorOnRealSockets() throws IOException {
        try (Kernel real = new Kernel()) {
            ListenLink listening = real.network().listen(new InetSocketAddress("127.0.0.1", 0), 5);

            assertEquals(CONNECTORS, connectAll(real, listening).accepted);
        }
        shows();
    }
}
