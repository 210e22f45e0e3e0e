package dev.usher.component.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.component.DefinitionException;
import dev.usher.component.Row;
import dev.usher.component.log.Logs;
import dev.usher.filter.Filter;
import dev.usher.filter.Input;
import dev.usher.filter.Output;
import dev.usher.filters.LineFilter;
import dev.usher.filters.StreamFilter;
import dev.usher.kernel.Context;
import dev.usher.kernel.Event;
import dev.usher.simulation.SimulatedClient;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Section C of the checklist: options of connections. */
class ConnectionOptionsTest extends ServerCase {

    /** Lines ended by one byte; counts what it was asked. */
    public static final class Counted implements Filter<String, String> {
        private final char end;
        private int asked;

        /** Ends lines with LF. */
        public Counted() {
            this("\n");
        }

        /**
         * Ends lines with something else.
         *
         * @param end its first character counts
         */
        public Counted(String end) {
            this.end = end.charAt(0);
        }

        @Override
        public String next(Input input) {
            asked++;
            int length = input.indexOf((byte) end, 0);
            if (length < 0) {
                return null;
            }
            String record = input.take(length, StandardCharsets.ISO_8859_1);
            input.skip(1);
            return record;
        }

        @Override
        public void put(String item, Output out) {
            asked++;
            out.put((item + end).getBytes(StandardCharsets.ISO_8859_1));
        }

        @Override
        public Counted fresh() {
            return new Counted(String.valueOf(end));
        }
    }

    /** For PackageStates and ObjectStates. */
    public static final class Package {
        private static final List<String> CALLS = new ArrayList<>();
        private final String name;

        Package(String name) {
            this.name = name;
        }

        /** A method of the class. */
        public static void inPackage(TcpConnection<Object, Object, Object> client, Context poe, Object payload) {
            CALLS.add("package " + poe.event() + " " + payload);
        }

        /** A method of an object. */
        public String inObject(TcpConnection<Object, Object, Object> client, Context poe) {
            CALLS.add(name + " " + poe.event());
            return name;
        }
    }

    @Row("T33")
    @Test
    void shouldHandTheClientArgsOn() {
        TcpServer.from(options(
                        "ClientArgs",
                        List.of(1, List.of(2)),
                        "ClientConnected",
                        TcpServer.code((client, poe) -> log.add(
                                client.args().get(0) + " " + client.args().get(1)))))
                .start(kernel);
        client();
        TcpServer.from(options(
                        "Port",
                        PORT + 1,
                        "ClientConnected",
                        TcpServer.code((client, poe) -> log.add("" + client.args()))))
                .start(kernel);
        client(PORT + 1);

        assertLog("1 [2]", "[]");
    }

    @Row("T34")
    @Test
    void shouldWarnOfArgsAndPreferClientArgs() {
        Object code = TcpServer.code((client, poe) -> log.add("" + client.args()));
        TcpServer.from(options("Args", List.of("old"), "ClientArgs", List.of("new"), "ClientConnected", code))
                .start(kernel);
        assertEquals(
                List.of("WARN the TCP server's option 'Args' is deprecated and ignored beside ClientArgs"),
                Logs.lines());
        TcpServer.from(options("Port", PORT + 1, "Args", List.of("old"), "ClientConnected", code))
                .start(kernel);
        assertEquals(2, Logs.lines().size());
        client();
        client(PORT + 1);

        assertLog("[new]", "[old]");
    }

    @Row("T35")
    @Test
    void shouldMakeAFilterOfAClassForEachConnection() {
        for (Object filter : List.of(Counted.class, Counted.class.getName())) {
            List<Object> filters = filtersOf(filter);

            assertEquals(Counted.class, filters.get(0).getClass());
            assertNotSame(filters.get(0), filters.get(1));
        }
        assertEquals(LineFilter.class, filtersOf("POE::Filter::Line").get(0).getClass());
        assertEquals(StreamFilter.class, filtersOf("POE::Filter::Stream").get(0).getClass());
    }

    @Row("T36")
    @Test
    void shouldMakeAFilterOfAClassAndItsArguments() {
        for (Object filter : List.of(List.of(Counted.class, ";"), List.of(Counted.class.getName(), ";"))) {
            List<Object> filters = filtersOf(filter);

            assertNotSame(filters.get(0), filters.get(1));
            assertEquals("b\n;", log.remove(log.size() - 1));
        }
    }

    @Row("T37")
    @Test
    void shouldUseAnObjectAsPrototypeOnly() {
        Counted prototype = new Counted(";");
        List<Object> filters = filtersOf(prototype);

        assertNotSame(filters.get(0), filters.get(1));
        assertNotSame(prototype, filters.get(0));
        assertEquals(0, prototype.asked);
        assertTrue(((Counted) filters.get(0)).asked > 0);
        assertEquals("b\n;", log.get(0));
    }

    @Row("T35")
    @Test
    void shouldAskASupplierForEachConnection() {
        Supplier<Object> supplier = () -> new Counted(";");
        List<Object> filters = filtersOf(supplier);

        assertNotSame(filters.get(0), filters.get(1));
        assertEquals("b\n;", log.get(0));
    }

    /** Echoes {@code b\n;} to two clients; logs what came back if it was lines. */
    private List<Object> filtersOf(Object clientFilter) {
        List<Object> filters = new ArrayList<>();
        long id = TcpServer.from(options(
                        "ClientFilter",
                        clientFilter,
                        "ClientConnected",
                        TcpServer.code((client, poe) ->
                                filters.add(client.wheel().orElseThrow().inputFilter()))))
                .start(kernel);
        SimulatedClient first = client();
        SimulatedClient second = client();
        log.add(ask(first, "b\n;"));
        first.close();
        second.close();
        kernel.post(id, TcpServer.SHUTDOWN);
        run();
        return filters;
    }

    @Row("T38")
    @Test
    void shouldTalkInLinesByDefault() {
        TcpServer.from(options()).start(kernel);
        TcpServer.at(PORT + 1)
                .clientInput((client, poe, line) -> client.put(line))
                .start(kernel);

        for (int port : new int[] {PORT, PORT + 1}) {
            assertEquals("a\r\nb\r\n", ask(client(port), "a\nb\n"));
            assertEquals("a\r\nb\r\n", ask(client(port), "a\r\nb\r\n"));
        }
    }

    @Row("T39")
    @Test
    void shouldRefuseFiltersThatCannotBe() {
        for (Object filter : List.of(
                "POE::Filter::None", String.class, List.of(Counted.class, 1, 2), 5, Pattern.compile(""), List.of())) {
            List<String> errors = refused(options("ClientFilter", filter));
            assertEquals(1, errors.size(), errors.toString());
            assertTrue(errors.get(0).startsWith("ClientFilter"), errors.toString());
        }
    }

    @Row("T40")
    @Test
    void shouldUseAFilterForEachWay() {
        TcpServer.from(options(
                        "ClientFilter",
                        StreamFilter.class,
                        "ClientInputFilter",
                        List.of(Counted.class, ";"),
                        "ClientOutputFilter",
                        List.of(Counted.class, "!")))
                .start(kernel);

        assertEquals("a!b!", ask(client(), "a;b;"));
        assertEquals(
                List.of("WARN the TCP server's option 'ClientFilter' is ignored beside ClientInputFilter"),
                Logs.lines());
        for (String one : List.of("ClientInputFilter", "ClientOutputFilter")) {
            assertEquals(
                    List.of("ClientInputFilter and ClientOutputFilter come together or not at all"),
                    refused(options(one, Counted.class)));
        }
    }

    @Row("T40")
    @Test
    void shouldUseTypedFiltersForEachWay() {
        TcpServer.at(PORT)
                .filters(() -> LineFilter.literal(";"), StreamFilter::new)
                .clientInput((client, poe, line) -> client.put(line.getBytes(StandardCharsets.ISO_8859_1)))
                .start(kernel);

        assertEquals("ab", ask(client(), "a;b;"));
    }

    @Row({"T41", "T102"})
    @Test
    void shouldTellOfAnErrorThenEndTheConnection() {
        TcpServer.at(PORT)
                .clientInput((client, poe, line) -> client.put("x".repeat(1_000_000)))
                .clientError((client, poe, error) -> log.add(text(error) + " " + client.gotAnError()))
                .clientDisconnected((client, poe) -> log.add("disconnected " + client.gotAnError() + " "
                        + (client.wheel().orElseThrow().octets() > 0)))
                .start(kernel);
        SimulatedClient client = client();
        client.stopReading();
        ask(client, "go\n");
        client.reset();
        run();

        assertEquals("disconnected true", log.get(log.size() - 1).substring(0, 17));
        assertEquals("read 104 Connection reset by peer true", log.get(0));
        assertEquals(2, log.size(), log.toString());
        assertEquals(1, kernel.counts().sessions());
    }

    @Row({"T42", "T43"})
    @Test
    void shouldTellOfAnErrorOnceAndGoOnWhenAsked() {
        TcpServer.from(options(
                        "ClientShutdownOnError",
                        false,
                        "ClientError",
                        TcpServer.code((client, poe, error) -> log.add("" + error)),
                        "ClientDisconnected",
                        TcpServer.code((client, poe) -> log.add("disconnected")),
                        "InlineStates",
                        Map.of("tick", TcpServer.code((client, poe) -> client.put("still here")))))
                .start(kernel);
        SimulatedClient client = client();
        client.halfClose();
        run();
        advance(1);

        assertEquals(1, log.size(), log.toString());
        assertEquals(2, kernel.counts().sessions());
        kernel.post(2, TICK);
        run();
        assertEquals("still here\r\n", client.received());
        kernel.post(2, TcpServer.SHUTDOWN);
        run();
        assertEquals("disconnected", log.get(1));
    }

    @Row("T44")
    @Test
    void shouldHandleInlineStatesInConnectionsOnly() {
        long id = TcpServer.from(options(
                        "InlineStates",
                        Map.of(
                                "x",
                                TcpServer.code((client, poe) ->
                                        log.add("x in " + poe.session().id())),
                                "y",
                                TcpServer.code((client, poe, payload) -> log.add("y " + payload)),
                                "_default",
                                TcpServer.code((client, poe, unhandled) -> log.add("" + unhandled))),
                        "Started",
                        TcpServer.listenerCode((listener, poe) -> poe.yield(Event.named("x"))),
                        "ClientConnected",
                        TcpServer.code((client, poe) -> {
                            poe.yield(Event.named("x"));
                            poe.yield(Event.any("y"), 5);
                            poe.yield(Event.named("z"));
                        })))
                .start(kernel);
        client();

        assertLog("x in " + (id + 1), "y 5", "Unhandled[event=z, payload=null]");
    }

    @Row("T45")
    @Test
    void shouldHandleObjectAndPackageStatesInBothForms() {
        Package.CALLS.clear();
        Package object = new Package("object");
        TcpServer.from(options(
                        "ObjectStates",
                        List.of(object, List.of("inObject"), object, Map.of("mapped", "inObject")),
                        "PackageStates",
                        List.of(Package.class, List.of("inPackage"), Package.class, Map.of("other", "inPackage")),
                        "ClientConnected",
                        TcpServer.code((client, poe) -> {
                            log.add("" + poe.call(poe.session(), Event.named("inObject")));
                            poe.yield(Event.named("mapped"));
                            poe.yield(Event.any("inPackage"), 1);
                            poe.yield(Event.any("other"), 2);
                        })))
                .start(kernel);
        client();

        assertLog("object");
        assertEquals(
                List.of("object inObject", "object mapped", "package inPackage 1", "package other 2"), Package.CALLS);
        assertTrue(refused(options("ObjectStates", List.of(object, List.of("nothing"))))
                .get(0)
                .contains("'nothing'"));
    }

    @Row({"T46", "T47"})
    @Test
    void shouldRefuseTheComponentsOwnEvents() {
        Set<String> reserved = Set.of(
                "_start",
                "_stop",
                "_child",
                "shutdown",
                "tcp_server_got_error",
                "tcp_server_got_flush",
                "tcp_server_got_high",
                "tcp_server_got_input",
                "tcp_server_got_low");
        for (String name : reserved) {
            List<List<String>> refusals = List.of(
                    refused(options("InlineStates", Map.of(name, TcpServer.code((client, poe) -> {})))),
                    refused(options("ObjectStates", List.of(new Package(""), Map.of(name, "inObject")))),
                    refused(options("PackageStates", List.of(Package.class, Map.of(name, "inPackage")))),
                    assertThrows(
                                    DefinitionException.class,
                                    () -> echo().on(Event.named(name), (client, poe) -> {})
                                            .define())
                            .errors());
            for (List<String> errors : refusals) {
                assertEquals(1, errors.size());
                assertTrue(errors.get(0).contains("'" + name + "'"), errors.toString());
            }
        }
        assertEquals(
                2,
                refused(options(
                                "InlineStates",
                                Map.of(
                                        "_start",
                                        TcpServer.code((client, poe) -> {}),
                                        "_stop",
                                        TcpServer.code((client, poe) -> {}))))
                        .size());
    }

    @Row("T48")
    @Test
    void shouldTraceConnectionsAlone() {
        long id = TcpServer.from(options("SessionParams", List.of("options", Map.of("trace", 1))))
                .start(kernel);
        ask(client(), "a\n");

        assertTrue(Logs.lines().stream().anyMatch(line -> line.contains("tcp_server_got_input")));
        Logs.lines().forEach(line -> assertTrue(line.contains("session " + (id + 1)), line));
        assertEquals(
                1, refused(options("SessionParams", List.of("heap", Map.of()))).size());
        assertEquals(
                1,
                refused(options("SessionParams", List.of("options", Map.of("no", 1))))
                        .size());
    }

    @Row({"T50", "T109"})
    @Test
    void shouldTellOnceOfMuchAndOnceOfLittleOutput() {
        TcpServer.from(options(
                        "HighMark",
                        100_000,
                        "LowMark",
                        10_000,
                        "ClientHigh",
                        TcpServer.code((client, poe) -> log.add("high")),
                        "ClientLow",
                        TcpServer.code((client, poe) -> log.add("low")),
                        "ClientFilter",
                        StreamFilter.class,
                        "ClientInput",
                        TcpServer.code((client, poe, bytes) -> {
                            log.add("" + client.put(new byte[99_999]));
                            log.add("" + client.put(new byte[1]));
                            log.add("" + client.put(new byte[100_000]));
                        })))
                .start(kernel);
        SimulatedClient client = client();
        client.stopReading();
        client.send("x");
        run();
        assertLog("false", "true", "true", "high");
        client.resumeReading();
        run();

        assertLog("false", "true", "true", "high", "low");
        assertEquals(200_000, client.receivedBytes().length);
        Object code = TcpServer.code((c, poe) -> {});
        Map<String, Object> marks = Map.of("HighMark", 2, "LowMark", 1, "ClientHigh", code, "ClientLow", code);
        TcpServer.from(optionsAnd(marks, null)).define();
        for (String left : marks.keySet()) {
            assertEquals(1, refused(optionsAnd(marks, left)).size());
        }
    }

    private static Map<String, Object> optionsAnd(Map<String, Object> more, String without) {
        Map<String, Object> options = options();
        options.putAll(more);
        options.remove(without == null ? "" : without);
        return options;
    }

    @Row("T107")
    @Test
    void shouldTellWhetherAnErrorEndsTheConnection() {
        for (boolean on : new boolean[] {true, false}) {
            TcpServer.at(on ? PORT : PORT + 1)
                    .shutdownOnError(on)
                    .clientConnected((client, poe) -> log.add("" + client.shutdownOnError()))
                    .clientInput((client, poe, line) -> {})
                    .start(kernel);
            client(on ? PORT : PORT + 1);
        }

        assertLog("true", "false");
        assertSame(Boolean.TRUE, TcpServer.at(0).shutdownOnError);
    }

    private static List<String> refused(Map<String, Object> options) {
        return assertThrows(
                        DefinitionException.class, () -> TcpServer.from(options).define())
                .errors();
    }
}
