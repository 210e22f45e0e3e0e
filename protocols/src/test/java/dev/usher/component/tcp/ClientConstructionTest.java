package dev.usher.component.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.component.DefinitionException;
import dev.usher.component.Row;
import dev.usher.component.log.Logs;
import dev.usher.filters.LineFilter;
import dev.usher.filters.StreamFilter;
import dev.usher.kernel.Context;
import dev.usher.kernel.Session;
import dev.usher.kernel.SessionType;
import dev.usher.kernel.States;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Section A of the checklist: what a client may be described as, and what not. */
class ClientConstructionTest extends ClientCase {

    /** States in the program's own classes. */
    public static final class Owner {
        private final List<String> log;

        Owner(List<String> log) {
            this.log = log;
        }

        /** An event without payload. */
        public void tick(ClientConnection<?, ?, ?> client, Context poe) {
            log.add("tick " + client.isConnected());
        }
    }

    private List<String> wrongWith(Object... namesAndValues) {
        TcpClientBuilder<Object, Object, Object> builder = TcpClient.from(clientOptions(namesAndValues));
        return assertThrows(DefinitionException.class, builder::define).errors();
    }

    @Test
    @Row({"TC2", "TC3", "TC4"})
    void shouldNameAllThatIsMissing() {
        DefinitionException error = assertThrows(
                DefinitionException.class, () -> TcpClient.from(Map.of()).define());

        assertEquals(
                List.of(
                        "RemoteAddress is required: whom to connect to, or null for 127.0.0.1",
                        "remotePort is required: which port to connect to",
                        "serverInput is required: what to do with the records that the server sends"),
                error.errors());
        assertTrue(error.getMessage().startsWith("this TCP client cannot be started: RemoteAddress is required"));
    }

    @Test
    @Row({"TC5", "TC15"})
    void shouldNameAllThatIsWrong() {
        assertEquals(
                List.of(
                        "remotePort must be 1 to 65535, not 0",
                        "ServerInputFilter and ServerOutputFilter come together or not at all",
                        "Domain must be INET or INET6, not 2",
                        "BindPort must be an Integer, not a String",
                        "ConnectTimeout must be a number of seconds or a Duration, not soon",
                        "Connected must be code that takes the heap and the context, not a String",
                        "HighMark, LowMark, ServerHigh and ServerLow come together or not at all, the marks as numbers"
                                + " and the callbacks as code"),
                wrongWith(
                        "RemotePort",
                        0,
                        "ServerInputFilter",
                        LineFilter.class,
                        "Domain",
                        2,
                        "BindPort",
                        "x",
                        "ConnectTimeout",
                        "soon",
                        "Connected",
                        "code",
                        "HighMark",
                        5));
    }

    @Test
    @Row("TC5")
    void shouldWarnOfUnknownOptions() {
        TcpClient.from(clientOptions("RemotePorts", 5)).define();

        assertEquals(List.of("WARN a TCP client has no option 'RemotePorts': it is ignored"), Logs.lines());
    }

    @Test
    @Row("TC5")
    void shouldRefuseWhatTheBuilderIsToldWrongly() {
        TcpClientBuilder<Void, String, String> builder = TcpClient.to("127.0.0.1", 70_000)
                .remoteAddress(5)
                .bindPort(-1)
                .connectTimeout(Duration.ZERO)
                .linger(Duration.ofSeconds(-1))
                .domain(Domain.UNIX)
                .marks(5, 5, null, null)
                .sig("DIE", (client, poe, signal) -> {})
                .on(TcpClient.RECONNECT, (client, poe) -> {});

        assertEquals(
                List.of(
                        "remotePort must be 1 to 65535, not 70000",
                        "remoteAddress must be a name, a numeric address, an InetAddress or 4 or 16 packed bytes,"
                                + " not 5",
                        "bindPort must be 0 to 65535, not -1",
                        "connectTimeout must be more than zero, not PT0S",
                        "linger must be more than zero, not PT-1S",
                        "a TCP client connects to INET or INET6, not to UNIX: use SocketFactory",
                        "marks must be more than 0 and the high one above the low one, not low 5 and high 5",
                        "marks need both callbacks: what to do at the low one and at the high one",
                        "the signal DIE is the component's own: use onException",
                        "'reconnect' is an event of the component itself and cannot be handled by the program",
                        "serverInput is required: what to do with the records that the server sends"),
                assertThrows(DefinitionException.class, builder::define).errors());
    }

    @Test
    @Row("TC5")
    void shouldRefuseStateAfterCallbacks() {
        TcpClientBuilder<Void, String, String> builder = TcpClient.to("h", 1).serverInput((client, poe, line) -> {});

        assertThrows(IllegalStateException.class, () -> builder.state(Object::new));
    }

    @Test
    @Row({"TC2", "TC7", "TC18", "TC21", "TC27"})
    void shouldRunByThePerlNames() {
        serve();
        long id = TcpClient.from(clientOptions(
                        "RemoteAddress", null,
                        "Alias", "c",
                        "Args", List.of(1, 2),
                        "ConnectTimeout", 1.5,
                        "Started", TcpClient.code((client, poe) -> log.add("started " + client.args())),
                        "PreConnect", TcpClient.code((client, poe) -> log.add("preConnect")),
                        "Connected", TcpClient.code((client, poe) -> log.add("connected")),
                        "Disconnected", TcpClient.code((client, poe) -> log.add("disconnected")),
                        "ServerFlushed", TcpClient.code((client, poe) -> log.add("flushed")),
                        "InlineStates", Map.of("say", TcpClient.code((client, poe, line) -> client.put(line)))))
                .start(kernel);

        run();
        say("bye");

        assertLog("started [1, 2]", "preConnect", "connected", "got hi", "flushed", "got bye", "disconnected");
        assertEquals(false, lives(id));
    }

    @Test
    @Row("TC8")
    void shouldHandleTheStatesOfObjects() {
        serve();
        TcpClient.from(clientOptions("Alias", "c", "ObjectStates", List.of(new Owner(log), List.of("tick"))))
                .start(kernel);
        run();

        kernel.post("c", TICK);
        run();

        assertLog("got hi", "tick true");
        assertEquals(
                List.of("ObjectStates: x has no public method 'tick' that takes a ClientConnection, a Context and, if"
                        + " it likes, a payload"),
                wrongWith("ObjectStates", List.of("x", List.of("tick"))));
    }

    @Test
    @Row("TC9")
    void shouldMakeTheSessionByItsTypeAndParams() {
        serve();
        List<String> made = new ArrayList<>();
        SessionType counting = new SessionType() {
            @Override
            public <H> Session create(Context poe, States<H> states, H heap, Object... arguments) {
                made.add(heap.getClass().getSimpleName());
                return poe.create(states, heap, arguments);
            }
        };
        long id = TcpClient.from(clientOptions(
                        "SessionType", counting, "SessionParams", Arrays.asList("options", Map.of("debug", 1))))
                .start(kernel);

        run();

        assertEquals(List.of("ClientConnection"), made);
        assertEquals("[DEBUG]", kernel.idToSession(id).orElseThrow().options().toString());
        assertEquals(
                kernel.session(), kernel.idToSession(id).orElseThrow().parent().orElseThrow());
        assertLog("got hi");
    }

    @Test
    @Row("TC13")
    void shouldMakeAFilterForEachConnection() {
        int[] made = new int[1];
        TcpServer.at(PORT, StreamFilter::new)
                .clientConnected((client, poe) -> client.put("half".getBytes()))
                .clientInput((client, poe, bytes) -> client.put(bytes))
                .start(kernel);
        telling(TcpClient.to("127.0.0.1", PORT, () -> {
                    made[0]++;
                    return new LineFilter();
                }))
                .start(kernel);
        run();
        int before = made[0];

        kernel.post("c", TcpClient.RECONNECT);
        run();
        say("x");

        assertEquals(before + 1, made[0]);
        assertEquals("got halfx", log.get(log.size() - 1), "nothing of the half before");
    }

    @Test
    @Row("TC13")
    void shouldTakeAFilterAsClassListOrObject() {
        serve();
        for (Object filter :
                List.of(LineFilter.class, "POE::Filter::Line", List.of(LineFilter.class), new LineFilter())) {
            TcpClient.from(clientOptions("Filter", filter)).start(kernel);
        }

        run();

        assertLog("got hi", "got hi", "got hi", "got hi");
        assertEquals(
                List.of("Filter: there is no filter 'POE::Filter::Nothing'"),
                wrongWith("Filter", List.of("POE::Filter::Nothing")));
    }

    @Test
    @Row("TC14")
    void shouldUseAFilterForEachWay() {
        serve();
        TcpClient.to("127.0.0.1", PORT)
                .filters(StreamFilter::new, LineFilter::new)
                .connected((client, poe) -> client.put("line"))
                .serverInput((client, poe, bytes) -> log.add(new String(bytes).replace("\r\n", "|")))
                .start(kernel);
        TcpClient.from(clientOptions("ServerInputFilter", StreamFilter.class, "ServerOutputFilter", LineFilter.class))
                .define();

        run();

        assertEquals("hi|line|", String.join("", log));
    }

    @Test
    @Row("TC6")
    void shouldWarnOfAnAliasThatAnotherHas() {
        serve();
        guard();
        long id = telling().alias("guard").start(kernel);

        run();

        assertTrue(Logs.complaints().get(0).endsWith("the alias 'guard' is taken by another session"));
        assertTrue(heap(id).isConnected());
    }
}
