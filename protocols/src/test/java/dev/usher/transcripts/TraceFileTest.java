package dev.usher.transcripts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.component.tcp.TcpClient;
import dev.usher.component.tcp.TcpServer;
import dev.usher.kernel.Call;
import dev.usher.kernel.Causes;
import dev.usher.kernel.Event;
import dev.usher.kernel.Kernel;
import dev.usher.kernel.SignalInfo;
import dev.usher.kernel.States;
import dev.usher.kernel.Trace;
import dev.usher.simulation.Simulation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The file of a causal trace, held to the format that trace viewers read. */
class TraceFileTest {
    private static final Event<Void> WORK = Event.named("work");
    private static final Event<Integer> COUNT = Event.named("count", Integer.class);
    private static final Call<Void, String> ASK = Call.answering("ask", String.class);
    private static final Event<SignalInfo> TOLD = Event.named("told", SignalInfo.class);
    private static final Event<Void> ODD =
            Event.named("a \"quoted\\\" name\n\t\u0001 \u00e9 \u2028 \ud83d\ude00 \ud800");

    @TempDir
    Path folder;

    private final Simulation simulation = Simulation.seeded(1, builder -> builder.trace(Trace.CAUSES));
    private final Kernel kernel = simulation.kernel();

    @AfterEach
    void close() {
        simulation.close();
    }

    private TraceFile written() throws IOException {
        Path file = folder.resolve("trace.json");
        kernel.causes().writeTraceEvents(file);
        return new TraceFile(Files.readString(file));
    }

    private void takes(long micros) {
        simulation.clock().advanceTo(simulation.clock().nowNs() + micros * 1000);
    }

    /** Timers, calls to others and itself, a signal, a death, a chain longer than is remembered. */
    private void busy() {
        kernel.create(
                States.of(Object.class)
                        .start((it, poe) -> poe.aliasSet("asked"))
                        .answer(ASK, (it, poe) -> {
                            takes(30);
                            return "answer";
                        }),
                "another");
        kernel.create(
                States.of(Object.class)
                        .start((it, poe) -> {
                            poe.sig("USR", TOLD);
                            poe.sig("DIE", TOLD);
                            poe.delay(WORK, Duration.ofMillis(5));
                            poe.yield(COUNT, 200);
                        })
                        .on(COUNT, (it, poe, left) -> {
                            if (left > 0) {
                                poe.yield(COUNT, left - 1);
                            }
                        })
                        .on(WORK, (it, poe) -> {
                            takes(7);
                            poe.call("asked", ASK, null);
                            takes(2);
                            poe.call(poe.session(), ODD);
                            poe.signal(poe.kernel().session(), "USR");
                            poe.yield(ODD);
                            throw new IllegalStateException("boom");
                        })
                        .on(ODD, (it, poe) -> takes(1))
                        .on(TOLD, (it, poe, info) -> poe.sigHandled()),
                List.of());
    }

    @Test
    void shouldKeepTheRulesOfTheFormat() throws IOException {
        busy();
        kernel.run();

        TraceFile file = written();

        assertEquals(kernel.causes().recent().size(), file.slices.size());
        assertEquals("session 1 java.lang.String", file.threads.get(1L));
        TraceFile.Slice work = slice(file, "work");
        assertEquals(40_000, work.endNs() - work.beginNs());
        assertEquals(2, work.args().path("from").asLong());
        assertTrue(work.args().path("line").asString("").contains("TraceFileTest.java:"), work::toString);
        assertTrue(work.args().path("waited_us").asDouble(0) >= 5000, work::toString);
        TraceFile.Slice ask = slice(file, "ask");
        assertTrue(work.holds(ask.beginNs()) && work.holds(ask.endNs()), ask::toString);
        assertTrue(
                file.flows.contains(new TraceFile.Flow("ask", 2, ask.beginNs(), 1, ask.beginNs())),
                () -> file.flows.toString());
        assertEquals(
                2,
                file.slices.stream()
                        .filter(slice -> slice.name().equals(ODD.name()))
                        .count());
    }

    @Test
    void shouldKeepTheRulesForConnections() throws IOException {
        TcpServer.at(9000)
                .clientInput((client, poe, line) -> {
                    client.put(line.toUpperCase());
                    poe.yield(TcpServer.SHUTDOWN);
                })
                .concurrency(1)
                .alias("server")
                .start(kernel);
        TcpClient.to("127.0.0.1", 9000)
                .connected((server, poe) -> server.put("hello"))
                .serverInput((server, poe, line) -> {
                    poe.yield(TcpClient.SHUTDOWN);
                    poe.post("server", TcpServer.SHUTDOWN);
                })
                .start(kernel);
        kernel.run();

        TraceFile file = written();

        assertTrue(file.slices.size() > 20, () -> file.slices.size() + " slices");
        assertTrue(file.flows.size() >= 10, () -> file.flows.size() + " flows");
    }

    @Test
    void shouldPutACallBehindItsCallerWhereNoTimePasses() throws IOException {
        kernel.create(
                States.of(Object.class)
                        .start((it, poe) -> poe.yield(WORK))
                        .on(WORK, (it, poe) -> poe.call(poe.session(), COUNT, 1))
                        .on(COUNT, (it, poe, number) -> {}),
                null);
        kernel.run();

        String names = written().slices.stream().map(TraceFile.Slice::name).collect(Collectors.joining(" "));

        assertEquals("_start work count", names);
    }

    @Test
    void shouldWriteNoFlowFromAnEventThatStillRuns() throws IOException {
        TraceFile[] file = new TraceFile[1];
        kernel.create(
                States.of(Object.class)
                        .start((it, poe) -> poe.yield(WORK))
                        .on(WORK, (it, poe) -> {
                            poe.call(poe.session(), COUNT, 1);
                            try {
                                file[0] = written();
                            } catch (IOException e) {
                                throw new UncheckedIOException(e);
                            }
                        })
                        .on(COUNT, (it, poe, number) -> {}),
                null);

        kernel.run();

        assertEquals(List.of(), file[0].flows);
        assertEquals(2, file[0].slices.size());
    }

    @Test
    void shouldForgetTheOldestEventsAndTheFlowsFromThem() throws IOException {
        kernel.create(
                States.of(Object.class)
                        .start((it, poe) -> poe.yield(COUNT, Causes.MOST + 10))
                        .on(COUNT, (it, poe, left) -> {
                            if (left > 0) {
                                poe.yield(COUNT, left - 1);
                            }
                        }),
                null);
        kernel.run();

        List<dev.usher.kernel.Cause> recent = kernel.causes().recent();

        assertEquals(Causes.MOST, recent.size());
        assertTrue(recent.stream().allMatch(cause -> cause.event().equals("count")));
    }

    private static TraceFile.Slice slice(TraceFile file, String name) {
        return file.slices.stream()
                .filter(slice -> slice.name().equals(name))
                .max(Comparator.comparingLong(TraceFile.Slice::beginNs))
                .orElseThrow();
    }

    private static final String THREAD = "{'ph':'M','name':'thread_name','pid':1,'tid':1,'args':{'name':'session 1'}},";

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            a name                  | {'ph':'X','cat':'e','pid':1,'tid':1,'ts':0,'dur':1,'args':{}}
            pid and tid             | {'ph':'X','cat':'e','name':'a','pid':1,'ts':0,'dur':1,'args':{}}
            a phase of those        | {'ph':'Q','cat':'e','name':'a','pid':1,'tid':1,'ts':0,'args':{}}
            a number ts             | {'ph':'X','cat':'e','name':'a','pid':1,'tid':1,'ts':'0','dur':1,'args':{}}
            no length below 0       | {'ph':'X','cat':'e','name':'a','pid':1,'tid':1,'ts':0,'dur':-1,'args':{}}
            a name for each thread  | {'ph':'X','cat':'e','name':'a','pid':1,'tid':2,'ts':0,'dur':1,'args':{}}
            an f for each s         | {'ph':'s','cat':'p','name':'a','id':1,'pid':1,'tid':1,'ts':0}
            an s before each f      | {'ph':'f','bp':'e','cat':'p','name':'a','id':1,'pid':1,'tid':1,'ts':0}
            a slice where           | {'ph':'s','cat':'p','name':'a','id':1,'pid':1,'tid':1,'ts':0},{'ph':'f','bp':'e','cat':'p','name':'a','id':1,'pid':1,'tid':1,'ts':0}
            bp e                    | {'ph':'s','cat':'p','name':'a','id':1,'pid':1,'tid':1,'ts':0},{'ph':'f','cat':'p','name':'a','id':1,'pid':1,'tid':1,'ts':0}
            do not cross            | {'ph':'X','cat':'e','name':'a','pid':1,'tid':1,'ts':0,'dur':5,'args':{}},{'ph':'X','cat':'e','name':'b','pid':1,'tid':1,'ts':1,'dur':9,'args':{}}
            """)
    void shouldNoticeAFileThatBreaksTheRules(String rule, String events) {
        String json = ("{'displayTimeUnit':'ns','traceEvents':[" + THREAD + events + "]}").replace('\'', '"');

        String message = assertThrows(IllegalArgumentException.class, () -> new TraceFile(json))
                .getMessage();

        assertTrue(message.contains(rule), message);
    }
}
