package dev.usher.component.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.component.DefinitionException;
import dev.usher.component.Row;
import dev.usher.component.log.Logs;
import dev.usher.filters.LineFilter;
import dev.usher.kernel.Context;
import dev.usher.kernel.Event;
import dev.usher.kernel.IoError;
import dev.usher.kernel.Session;
import dev.usher.kernel.SessionOption;
import dev.usher.kernel.SessionType;
import dev.usher.kernel.States;
import dev.usher.simulation.SimulatedClient;
import dev.usher.wheel.Opened;
import dev.usher.wheel.ReadWrite;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Section B of the checklist: options of the listener. */
class ListenerOptionsTest extends ServerCase {
    private static final Event<String> INPUT = Event.named("input", String.class);
    private static final Event<IoError> ERROR = Event.named("error", IoError.class);

    @Row({"T10", "T100"})
    @Test
    void shouldTellThePortThatTheSystemChose() {
        long id = echo(0).start(kernel);
        int port = listener(id).listener().orElseThrow().port();

        assertTrue(port > 0);
        assertEquals(port, listener(id).port());
        assertEquals("hi\r\n", client(port).received());
    }

    @Row("T10")
    @Test
    void shouldTakeAServicesNameAsPort() {
        TcpServer.from(options("Port", "echo")).start(kernel);
        TcpServer.from(options("Port", "no-such-service")).start(kernel);
        run();

        assertEquals("a\r\n", ask(client(7), "a\n"));
        assertTrue(Logs.lines().get(0).contains("no service is named 'no-such-service'"));
    }

    @Row("T11")
    @Test
    void shouldListenAtOneAddressOnlyInAllItsForms() {
        List<Object> forms = List.of(
                "127.0.0.1",
                new byte[] {127, 0, 0, 1},
                "localhost",
                new InetSocketAddress("127.0.0.1", 0).getAddress());
        for (int i = 0; i < forms.size(); i++) {
            echo(PORT + i).address(forms.get(i)).start(kernel);
            assertEquals("hi\r\n", client(PORT + i).received());
            SimulatedClient elsewhere = simulation.connect(new InetSocketAddress("127.0.0.2", PORT + i));
            run();
            assertTrue(elsewhere.isRefused());
        }
        TcpServer.at(PORT + 9).clientInput((client, poe, line) -> {}).start(kernel);
        SimulatedClient any = simulation.connect(new InetSocketAddress("127.0.0.2", PORT + 9));
        run();
        assertTrue(any.isConnected());
    }

    @Row("T12")
    @Test
    void shouldPreferAddressToHostname() {
        long byName = echo().hostname("localhost").start(kernel);
        long byBoth = echo(PORT + 1).hostname("localhost").address("127.0.0.3").start(kernel);

        assertEquals("127.0.0.1", host(byName));
        assertEquals("127.0.0.3", host(byBoth));
    }

    @Row("T13")
    @Test
    void shouldResolveTheHostnameByDomain() {
        long id = echo().hostname("localhost").domain(Domain.INET6).start(kernel);

        assertEquals("0:0:0:0:0:0:0:1", host(id));
    }

    @Row("T14")
    @Test
    void shouldNotListenAtAllWhenTheHostnameIsUnknown() {
        TcpServer.at(PORT)
                .hostname("no.such.host")
                .clientInput((client, poe, line) -> {})
                .error((listener, poe, error) -> log.add(error.operation() + " " + error.text() + " "
                        + listener.listener().isPresent()))
                .start(kernel);
        run();

        assertLog("resolve 'no.such.host' cannot be resolved false");
        assertEquals(0, simulation.network().openLinks());
        assertTrue(client().isRefused());
    }

    @Row("T15")
    @Test
    void shouldNameTheListenerOnly() {
        long id = echo().alias("srv")
                .on(Event.named("x"), (client, poe) -> log.add("x"))
                .start(kernel);
        client();

        assertTrue(kernel.post("srv", Event.named("x")));
        run();

        assertLog("connected");
        assertEquals(id, kernel.aliasResolve("srv").orElseThrow().id());
        kernel.post("srv", TcpServer.SHUTDOWN);
        run();
        assertTrue(client().isRefused());
    }

    @Row({"T16", "T80"})
    @Test
    void shouldServeIpv6() {
        TcpServer.at(PORT)
                .address("::1")
                .clientConnected((client, poe) -> log.add(client.remoteIp()))
                .clientInput((client, poe, line) -> client.put(line))
                .start(kernel);
        SimulatedClient client = simulation.connect(new InetSocketAddress("::1", PORT));
        run();

        assertEquals("a\r\n", ask(client, "a\n"));
        assertLog("::1");
    }

    @Row("T16")
    @Test
    void shouldServeAPath() {
        TcpServer.from(options(
                        "Domain",
                        Domain.UNIX,
                        "Address",
                        "/tmp/simulated",
                        "ClientConnected",
                        TcpServer.code((client, poe) -> log.add(client.remoteIp() + " " + client.remotePort()))))
                .start(kernel);
        SimulatedClient client = simulation.connect(UnixDomainSocketAddress.of("/tmp/simulated"));
        run();

        assertEquals("a\r\n", ask(client, "a\n"));
        assertLog("LOCAL 0");
        assertThrows(
                DefinitionException.class,
                () -> TcpServer.at(0)
                        .domain(Domain.UNIX)
                        .clientInput((c, poe, line) -> {})
                        .define());
    }

    @Row("T17")
    @Test
    void shouldLetClientsWaitBeyondTheConcurrency() {
        long id = echo().concurrency(2).start(kernel);
        SimulatedClient first = client();
        SimulatedClient second = client();
        SimulatedClient third = client();

        assertEquals("hi\r\n", first.received());
        assertEquals("hi\r\n", second.received());
        assertTrue(third.isConnected()); // in the backlog
        assertEquals("", third.received());
        assertEquals(2, listener(id).connections());

        second.close();
        run();
        assertEquals("hi\r\n", third.received());
        assertEquals(2, listener(id).connections());
    }

    @Row("T18")
    @Test
    void shouldAcceptNobodyAtConcurrencyZero() {
        long id = echo().concurrency(0).start(kernel);
        List<SimulatedClient> clients = List.of(client(), client(), client());
        advance(60);

        assertLog();
        assertEquals(0, listener(id).connections());
        clients.forEach(client -> assertTrue(client.isConnected()));
    }

    @Row({"T19", "T20", "T84"})
    @Test
    void shouldCountForAnAcceptorThatTellsOfDisconnections() {
        List<Long> wheels = new ArrayList<>();
        acceptor(true, wheels);
        SimulatedClient first = client();
        int firstPort = port(first);
        SimulatedClient second = client();

        assertEquals("a\r\n", ask(first, "a\n"));
        assertEquals("", ask(second, "b\n"));
        first.close();
        run();

        assertEquals("b\r\n", second.received());
        assertEquals(2, wheels.size());
        assertTrue(wheels.get(0) > 0);
        assertLog("opened true from 127.0.0.1 " + firstPort, "opened true from 127.0.0.1 " + port(second));
    }

    @Row("T19")
    @Test
    void shouldStallForAnAcceptorThatDoesNotTell() {
        acceptor(false, new ArrayList<>());
        SimulatedClient first = client();
        assertEquals("a\r\n", ask(first, "a\n"));
        first.close();

        assertEquals("", ask(client(), "b\n"));
    }

    /** Makes its own sessions and wheels, one at a time. */
    private void acceptor(boolean tells, List<Long> wheels) {
        TcpServer.from(Map.of(
                        "Port",
                        PORT,
                        "Concurrency",
                        1,
                        "Acceptor",
                        TcpServer.listenerCode((listener, poe, accepted) -> {
                            Opened opened = (Opened) accepted;
                            wheels.add(poe.wheelId());
                            log.add("opened " + opened.link().isOpen() + " from " + opened.remoteIp() + " "
                                    + opened.remotePort());
                            poe.create(own(tells), new Own(opened, poe.session()));
                        })))
                .start(kernel);
    }

    private static final class Own {
        private final Opened opened;
        private final Session parent;
        private ReadWrite<String, String> wheel;

        Own(Opened opened, Session parent) {
            this.opened = opened;
            this.parent = parent;
        }
    }

    private static States<Own> own(boolean tells) {
        return States.of(Own.class)
                .start((own, poe) -> own.wheel = ReadWrite.with(new LineFilter())
                        .inputEvent(INPUT)
                        .errorEvent(ERROR)
                        .open(poe, own.opened.link()))
                .on(INPUT, (own, poe, line) -> own.wheel.put(line))
                .on(ERROR, (own, poe, error) -> {
                    own.wheel.close();
                    if (tells) {
                        poe.post(own.parent, TcpServer.DISCONNECTED);
                    }
                });
    }

    @Row("T20")
    @Test
    void shouldNotCountAConnectionWhoseAcceptorThrew() {
        boolean[] thrown = new boolean[1];
        long id = TcpServer.at(PORT)
                .concurrency(1)
                .acceptor((listener, poe, opened) -> {
                    if (!thrown[0]) {
                        thrown[0] = true;
                        throw new IllegalStateException("no");
                    }
                    opened.link().close();
                    poe.yield(TcpServer.DISCONNECTED);
                })
                .start(kernel);
        SimulatedClient first = client();
        SimulatedClient second = client();

        assertTrue(first.isClosedByPeer());
        assertTrue(second.isClosedByPeer());
        assertEquals(0, listener(id).connections());
        assertEquals(1, Logs.complaints().size());
    }

    @Row("T21")
    @Test
    void shouldTellErrorOfAFailureToAccept() {
        List<Long> wheels = new ArrayList<>();
        long id = echo().error((listener, poe, error) -> {
                    log.add(text(error));
                    wheels.add(poe.wheelId());
                })
                .start(kernel);
        simulation.network().failNextAccept(new IOException("Protocol error"));

        SimulatedClient client = client();

        assertLog("accept 71 Protocol error", "connected");
        assertEquals(List.of(listener(id).listener().orElseThrow().id()), wheels);
        assertEquals("hi\r\n", client.received());
    }

    @Row("T22")
    @Test
    void shouldLogWhereItCannotListen() {
        echo().start(kernel);
        long id = echo().start(kernel);
        run();

        assertEquals(
                List.of("ERROR process " + ProcessHandle.current().pid() + ", session " + id + " at port " + PORT
                        + ": bind failed: EADDRINUSE (Address already in use)"),
                Logs.lines());
    }

    @Row({"T22", "T23"})
    @Test
    void shouldLogAndShutDownByDefaultButKeepConnections() {
        long id = echo().alias("srv").start(kernel);
        SimulatedClient live = client();
        simulation.network().failNextAccept(new IOException("Protocol error"));
        SimulatedClient late = client();

        assertEquals(
                List.of("ERROR process " + ProcessHandle.current().pid() + ", session " + id
                        + " (srv): accept failed: EPROTO (Protocol error)"),
                Logs.lines());
        assertEquals("a\r\n", ask(live, "a\n"));
        assertTrue(late.isReset());
        assertTrue(kernel.aliasResolve("srv").isEmpty());
        live.close();
        run();
        assertEquals(0, kernel.counts().sessions());
    }

    @Row({"T24", "T26", "T97", "T98"})
    @Test
    void shouldCallStartedWhenItListens() {
        TcpServer.from(options(
                        "Port",
                        0,
                        "Alias",
                        "srv",
                        "Concurrency",
                        7,
                        "ListenerArgs",
                        List.of(1, "a"),
                        "Started",
                        TcpServer.listenerCode((listener, poe) -> {
                            assertEquals(poe.session(), listener.session());
                            log.add(listener.args() + " " + listener.alias().orElseThrow() + " "
                                    + listener.concurrency() + " "
                                    + (listener.listener().orElseThrow().port() > 0));
                        })))
                .start(kernel);

        assertLog("[1, a] srv 7 true");
        DefinitionException wrong = assertThrows(
                DefinitionException.class,
                () -> TcpServer.from(options("ListenerArgs", "a")).define());
        assertTrue(wrong.getMessage().contains("ListenerArgs must be a List"));
    }

    @Row("T25")
    @Test
    void shouldCallStoppedOnceAfterTheLastConnection() {
        long id = echo().stopped((listener, poe) -> log.add("stopped " + listener.connections()))
                .start(kernel);
        SimulatedClient client = client();

        kernel.post(id, TcpServer.SHUTDOWN);
        run();
        assertLog("connected");
        client.close();
        run();

        assertLog("connected", "read 0", "disconnected", "stopped 0");
    }

    @Row("T28")
    @Test
    void shouldLimitTheBacklog() {
        long id = TcpServer.from(options("ListenQueue", 2, "Concurrency", 0)).start(kernel);
        SimulatedClient first = client();
        SimulatedClient second = client();
        SimulatedClient third = client();

        assertEquals(2, listener(id).backlog());
        assertTrue(first.isConnected() && second.isConnected());
        assertFalse(third.isConnected());
        assertEquals(65_535, listener(echo(PORT + 1).start(kernel)).backlog());
    }

    @Row("T31")
    @Test
    void shouldTraceTheListenerAndNotTheConnections() {
        boolean[] traced = new boolean[2];
        long id = echo().listenerOption(SessionOption.TRACE, true)
                .started((listener, poe) -> traced[0] = poe.session().option(SessionOption.TRACE))
                .clientConnected((client, poe) -> traced[1] = poe.session().option(SessionOption.TRACE))
                .start(kernel);
        client();

        assertTrue(traced[0]);
        assertFalse(traced[1]);
        assertFalse(Logs.lines().isEmpty());
        Logs.lines().forEach(line -> assertTrue(line.contains("session " + id), line));
    }

    @Row({"T32", "T49"})
    @Test
    void shouldMakeConnectionsByTheirSessionTypeAndTheListenerPlainly() {
        List<Object> heaps = new ArrayList<>();
        SessionType recording = new SessionType() {
            @Override
            public <H> Session create(Context poe, States<H> states, H heap, Object... arguments) {
                heaps.add(heap);
                return poe.create(states, heap, arguments);
            }
        };
        TcpServer.from(options("SessionType", recording)).start(kernel);
        assertEquals(0, heaps.size());

        assertEquals("a\r\n", ask(client(), "a\n"));
        client();

        assertEquals(2, heaps.size());
        assertEquals(TcpConnection.class, heaps.get(0).getClass());
    }

    @Row("T74")
    @Test
    void shouldPassOverConnectionsThatWereGivenUpWhileWaiting() {
        echo().error((listener, poe, error) -> log.add(text(error))).start(kernel);
        simulation.network().failNextAccept(new IOException("Software caused connection abort"));

        client();

        assertLog("connected");
    }

    private static int port(SimulatedClient client) {
        return ((InetSocketAddress) client.localAddress()).getPort();
    }

    private String host(long id) {
        InetSocketAddress local =
                (InetSocketAddress) listener(id).localAddress().orElseThrow();
        return local.getAddress().getHostAddress();
    }
}
