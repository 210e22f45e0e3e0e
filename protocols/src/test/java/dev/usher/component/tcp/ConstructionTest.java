package dev.usher.component.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.component.DefinitionException;
import dev.usher.component.Row;
import dev.usher.component.log.Logs;
import dev.usher.network.ListenLink;
import dev.usher.network.Network;
import dev.usher.network.Poller;
import dev.usher.network.StreamLink;
import dev.usher.simulation.SimulatedClient;
import dev.usher.simulation.Simulation;
import java.io.IOException;
import java.net.InetAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Section A of the checklist: construction and its result. */
class ConstructionTest extends ServerCase {

    @Row("T1")
    @Test
    void shouldAnswerTheListenersIdAndListenAtOnce() {
        long id = echo(0).started((listener, poe) -> log.add("started"))
                .stopped((listener, poe) -> log.add("stopped"))
                .start(kernel);

        assertLog("started");
        assertTrue(listener(id).port() > 0);
        assertTrue(kernel.post(id, TcpServer.SHUTDOWN));
        run();

        assertLog("started", "stopped");
    }

    @Row("T2")
    @Test
    void shouldReportAPortThatIsHeldThroughErrorAndNotThrow() {
        echo().start(kernel);

        long second = TcpServer.at(PORT)
                .clientInput((client, poe, line) -> client.put(line))
                .error((listener, poe, error) -> log.add(text(error)))
                .start(kernel);
        assertTrue(second > 0);
        run();

        assertLog("bind 98 Address already in use");
    }

    @Row("T3")
    @Test
    void shouldWarnOfAnUnknownOptionByNameAndGoOn() {
        TcpServer.from(options("Prot", 1)).start(kernel);

        assertEquals(List.of("WARN a TCP server has no option 'Prot': it is ignored"), Logs.lines());
        assertEquals("a\r\n", ask(client(), "a\n"));
    }

    @Row("T4")
    @Test
    void shouldRefuseCallbacksThatAreNotCodeByName() {
        for (String name : List.of(
                "Error",
                "ClientPreConnect",
                "ClientConnected",
                "ClientDisconnected",
                "ClientError",
                "ClientFlushed",
                "ClientRejected",
                "Started",
                "Stopped")) {
            DefinitionException wrong = refused(options(name, "code"));
            assertEquals(1, wrong.errors().size());
            assertTrue(wrong.getMessage().contains(name + " must be code"), wrong.getMessage());
        }
        assertTrue(refused(options("ClientInput", 1)).getMessage().contains("ClientInput must be code"));
        assertTrue(refused(options("Acceptor", 1)).getMessage().contains("Acceptor must be code"));
        for (String name : List.of("ClientHigh", "ClientLow")) {
            Map<String, Object> marks = options("HighMark", 2, "LowMark", 1);
            marks.put("ClientHigh", TcpServer.code((client, poe) -> {}));
            marks.put("ClientLow", TcpServer.code((client, poe) -> {}));
            marks.put(name, "code");
            assertTrue(refused(marks).getMessage().contains(name));
        }
    }

    @Row("T5")
    @Test
    void shouldNeedEitherAnAcceptorOrClientInput() {
        Map<String, Object> neither = options();
        neither.remove("ClientInput");
        Map<String, Object> acceptor = new TreeMap<>(neither);
        acceptor.put("Acceptor", TcpServer.listenerCode((listener, poe, opened) -> {}));

        assertTrue(refused(neither).getMessage().contains("either acceptor or clientInput"));
        assertTrue(refused(options("Acceptor", acceptor.get("Acceptor")))
                .getMessage()
                .contains("either acceptor or clientInput"));
        TcpServer.from(options()).define();
        TcpServer.from(acceptor).define();
    }

    @Row("T6")
    @Test
    void shouldRefuseEveryClientOptionBesideAnAcceptor() {
        Map<String, Object> clients = new TreeMap<>();
        for (String name : List.of("ClientConnected", "ClientDisconnected", "ClientFlushed")) {
            clients.put(name, TcpServer.code((client, poe) -> {}));
        }
        for (String name : List.of("ClientPreConnect", "ClientError", "ClientRejected")) {
            clients.put(name, TcpServer.code((client, poe, argument) -> {}));
        }
        clients.put("ClientArgs", List.of(1));
        clients.put("ClientFilter", "POE::Filter::Line");
        clients.put("ClientShutdownOnError", false);

        clients.forEach((name, value) -> {
            Map<String, Object> options =
                    options("Acceptor", TcpServer.listenerCode((listener, poe, opened) -> {}), name, value);
            options.remove("ClientInput");
            List<String> errors = refused(options).errors();
            assertEquals(1, errors.size(), errors.toString());
            String named = errors.get(0).split(" ")[0];
            assertTrue(named.equalsIgnoreCase(name), errors.toString());
        });
    }

    @Row("T7")
    @Test
    void shouldResolveTheNameOnceForAHundredConnections() {
        Counting network = new Counting();
        try (Simulation counted = Simulation.seeded(1, builder -> builder.network(network))) {
            network.inner = counted.network();
            TcpServer.at(PORT)
                    .hostname("localhost")
                    .clientInput((client, poe, line) -> client.put(line))
                    .start(counted.kernel());

            for (int i = 0; i < 100; i++) {
                SimulatedClient client = counted.connect(PORT);
                client.send("x\n");
                counted.runUntilIdle();
                assertEquals("x\r\n", client.received());
            }

            assertEquals(1, network.lookups);
        }
    }

    @Row("T8")
    @Test
    void shouldRunSeveralServersSideBySide() {
        TcpServer.at(PORT)
                .alias("one")
                .clientInput((client, poe, line) -> client.put("one " + line))
                .start(kernel);
        TcpServer.at(PORT + 1)
                .alias("two")
                .clientInput((client, poe, line) -> client.put("two " + line))
                .start(kernel);
        SimulatedClient first = client();
        SimulatedClient second = client(PORT + 1);

        for (int i = 0; i < 3; i++) {
            first.send("a" + i + "\n");
            second.send("b" + i + "\n");
            run();
        }
        kernel.post("one", TcpServer.SHUTDOWN);
        run();

        assertEquals("one a0\r\none a1\r\none a2\r\n", first.received());
        assertEquals("two b0\r\ntwo b1\r\ntwo b2\r\n", second.received());
        assertTrue(client().isRefused());
        assertEquals("two c\r\n", ask(client(PORT + 1), "c\n"));
    }

    @Row("T9")
    @Test
    void shouldReportAllThatIsWrongTogether() {
        DefinitionException byBuilder = assertThrows(
                DefinitionException.class,
                () -> TcpServer.at(70_000)
                        .concurrency(-2)
                        .backlog(0)
                        .clientInput((client, poe, line) -> {})
                        .start(kernel));
        DefinitionException byName =
                refused(options("Port", List.of(), "Concurrency", "many", "ClientFilter", "No::Such"));

        assertEquals(3, byBuilder.errors().size(), byBuilder.getMessage());
        assertEquals(3, byName.errors().size(), byName.getMessage());
        for (String option : List.of("Port", "Concurrency", "ClientFilter")) {
            assertTrue(byName.getMessage().contains(option), byName.getMessage());
        }
        assertEquals(0, kernel.counts().sessions());
    }

    @Row("T3")
    @Test
    void shouldTakeEveryOptionOfTheManualByName() {
        Map<String, Object> options = options(
                "Address", "127.0.0.1",
                "Alias", "srv",
                "Args", List.of(0),
                "ClientArgs", List.of(1),
                "ClientConnected", TcpServer.code((client, poe) -> log.add("connected " + client.args())),
                "ClientDisconnected", TcpServer.code((client, poe) -> log.add("disconnected")),
                "ClientError", TcpServer.code((client, poe, error) -> log.add("error " + error)),
                "ClientFilter", "POE::Filter::Stream",
                "ClientFlushed", TcpServer.code((client, poe) -> log.add("flushed")),
                "ClientHigh", TcpServer.code((client, poe) -> log.add("high")),
                "ClientInput",
                        TcpServer.code((client, poe, line) -> {
                            client.put(line);
                            poe.yield(TICK);
                        }),
                "ClientInputFilter", "POE::Filter::Line",
                "ClientLow", TcpServer.code((client, poe) -> log.add("low")),
                "ClientOutputFilter", "POE::Filter::Line",
                "ClientPreConnect", TcpServer.code((client, poe, link) -> log.add("pre")),
                "ClientRejected", TcpServer.code((client, poe, reason) -> log.add("rejected")),
                "ClientShutdownOnError", true,
                "Concurrency", 5,
                "Domain", Domain.INET,
                "Error", TcpServer.listenerCode((listener, poe, error) -> log.add("error " + error)),
                "HighMark", 100,
                "Hostname", "localhost",
                "InlineStates", Map.of("tick", TcpServer.code((client, poe) -> log.add("tick"))),
                "ListenQueue", 5,
                "ListenerArgs", List.of(1),
                "LowMark", 10,
                "ObjectStates", List.of(this, List.of("named")),
                "PackageStates", List.of(ConnectionOptionsTest.Package.class, Map.of("other", "inPackage")),
                "Port", PORT,
                "SessionParams", List.of("options", Map.of("trace", 0)),
                "SessionType", dev.usher.kernel.SessionType.PLAIN,
                "Started", TcpServer.listenerCode((listener, poe) -> log.add("started")),
                "Stopped", TcpServer.listenerCode((listener, poe) -> log.add("stopped")));

        TcpServer.from(options).start(kernel);
        SimulatedClient client = client();
        assertEquals("x\r\n", ask(client, "x\n"));
        client.close();
        run();
        kernel.post("srv", TcpServer.SHUTDOWN);
        run();

        assertLog(
                "started",
                "pre",
                "connected [1]",
                "tick",
                "flushed",
                "error " + dev.usher.kernel.IoError.END,
                "disconnected",
                "stopped");
        assertFalse(Logs.lines().toString().contains("no option"), Logs.lines().toString());

        Map<String, Object> acceptor = options("Acceptor", TcpServer.listenerCode((listener, poe, opened) -> {}));
        acceptor.remove("ClientInput");
        TcpServer.from(acceptor).define();
    }

    /** For ObjectStates. */
    public void named(TcpConnection<Object, Object, Object> client, dev.usher.kernel.Context poe) {
        log.add("named");
    }

    private static DefinitionException refused(Map<String, Object> options) {
        return assertThrows(
                DefinitionException.class, () -> TcpServer.from(options).define());
    }

    private static final class Counting implements Network {
        private Network inner;
        private int lookups;

        @Override
        public Poller openPoller() throws IOException {
            return inner.openPoller();
        }

        @Override
        public ListenLink listen(SocketAddress local, int backlog) throws IOException {
            return inner.listen(local, backlog);
        }

        @Override
        public StreamLink connect(SocketAddress remote, SocketAddress local) throws IOException {
            return inner.connect(remote, local);
        }

        @Override
        public List<InetAddress> resolve(String host) throws UnknownHostException {
            lookups++;
            return inner.resolve(host);
        }
    }
}
