package dev.usher.component.tcp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.component.Row;
import dev.usher.filters.LineFilter;
import dev.usher.filters.StreamFilter;
import dev.usher.kernel.Event;
import dev.usher.kernel.IoError;
import dev.usher.kernel.Session;
import dev.usher.kernel.SignalInfo;
import dev.usher.kernel.States;
import dev.usher.simulation.SimulatedClient;
import dev.usher.wheel.Opened;
import dev.usher.wheel.ReadWrite;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Section J of the checklist: the programs of the manual, as short as there. The examples' jar has them whole. */
class ManualProgramsTest extends ServerCase {
    private static final Event<SignalInfo> TOLD = Event.named("told", SignalInfo.class);

    @Row("T121")
    @Test
    void shouldGreetAndRotateLetters() {
        TcpServer.at(PORT)
                .clientConnected((client, poe) -> client.put("Smile from the server!"))
                .clientInput((client, poe, line) -> client.put(rot13(line)))
                .start(kernel);
        SimulatedClient client = client();

        assertEquals("Smile from the server!\r\n", client.takeReceived());
        assertEquals("Uryyb\r\n", ask(client, "Hello\r\n"));
        assertEquals("Hello\r\n", ask(client, "Uryyb\r\n"));
    }

    private static String rot13(String line) {
        return line.chars()
                .map(c -> Character.isLetter(c) ? (c & 96) + (c % 32 + 12) % 26 + 1 : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    @Row("T122")
    @Test
    void shouldEchoInThreeLines() {
        TcpServer.at(PORT).clientInput((client, poe, line) -> client.put(line)).start(kernel);

        assertEquals("one\r\ntwo\r\n", ask(client(), "one\r\ntwo\r\n"));
    }

    @Row("T123")
    @Test
    void shouldKnowWhoIsThereFromConnectToDisconnect() {
        Map<Long, TcpConnection<?, ?, ?>> here = new HashMap<>();
        TcpServer.at(PORT)
                .clientConnected((client, poe) -> here.put(poe.session().id(), client))
                .clientInput((client, poe, line) -> here.values().forEach(other -> other.shutdown()))
                .clientDisconnected((client, poe) -> here.remove(poe.session().id()))
                .start(kernel);
        SimulatedClient first = client();
        SimulatedClient second = client();
        SimulatedClient third = client();

        assertEquals(3, here.size());
        assertTrue(here.keySet().stream().allMatch(id -> kernel.idToSession(id).isPresent()));
        second.close();
        run();
        assertEquals(2, here.size());
        first.send("all out\n");
        run();
        assertTrue(here.isEmpty());
        assertTrue(first.isClosedByPeer());
        assertTrue(third.isClosedByPeer());
    }

    @Row("T125")
    @Test
    void shouldShutDownFromASignalHandler() {
        TcpServer.at(PORT)
                .alias("srv")
                .stopped((listener, poe) -> log.add("stopped"))
                .clientInput((client, poe, line) -> client.put(line))
                .start(kernel);
        kernel.create(
                States.of(Object.class)
                        .start((me, poe) -> {
                            poe.aliasSet("operator");
                            poe.sig("USR1", TOLD);
                        })
                        .on(TOLD, (me, poe, signal) -> {
                            poe.sigHandled();
                            poe.aliasRemove("operator");
                            poe.post("srv", TcpServer.SHUTDOWN);
                        }),
                null);
        SimulatedClient live = client();
        kernel.signal(0, "USR1");
        run();

        assertTrue(client().isRefused());
        assertEquals("a\r\n", ask(live, "a\n"));
        live.close();
        run();
        assertLog("stopped");
        assertEquals(0, kernel.counts().sessions());
    }

    @Row("T126")
    @Test
    void shouldChangeTheConcurrencyAsLoadDemands() {
        TcpServer.at(PORT)
                .alias("srv")
                .concurrency(1)
                .clientConnected((client, poe) -> client.put("hi"))
                .clientInput((client, poe, line) -> {
                    boolean done = poe.callOr("srv", TcpServer.SET_CONCURRENCY, Integer.valueOf(line), false);
                    client.put(done ? "as you say" : "no");
                })
                .start(kernel);
        SimulatedClient operator = client();
        SimulatedClient second = client();
        SimulatedClient third = client();

        assertEquals("hi\r\n", operator.received());
        assertEquals("", second.received());
        assertEquals("no\r\n", ask(operator, "-2\n"));
        assertEquals("as you say\r\n", ask(operator, "2\n"));
        assertEquals("hi\r\n", second.received());
        assertEquals("", third.received());
        assertEquals("as you say\r\n", ask(operator, "-1\n"));
        assertEquals("hi\r\n", third.received());
    }

    /** A connection's session of the program's own making. */
    private static final class Own {
        static final Event<String> LINE = Event.named("line", String.class);
        static final Event<IoError> ERROR = Event.named("error", IoError.class);
        static final States<Own> STATES = States.of(Own.class)
                .start((me, poe, arguments) -> {
                    me.listener = poe.sender(); // who has created it
                    me.wheel = ReadWrite.with(new LineFilter())
                            .inputEvent(LINE)
                            .errorEvent(ERROR)
                            .open(poe, ((Opened) arguments[0]).link());
                    me.wheel.put("own");
                })
                .on(LINE, (me, poe, line) -> me.wheel.put(line))
                .on(ERROR, (me, poe, error) -> {
                    me.wheel.close();
                    poe.post(me.listener, TcpServer.DISCONNECTED);
                });

        Session listener;
        ReadWrite<String, String> wheel;
    }

    @Row("T127")
    @Test
    void shouldKeepTheLimitForItsOwnAcceptorThatTellsOfDisconnections() {
        long id = TcpServer.at(PORT)
                .concurrency(2)
                .acceptor((listener, poe, opened) -> poe.create(Own.STATES, new Own(), opened))
                .start(kernel);
        List<SimulatedClient> clients = List.of(client(), client(), client());

        assertEquals("own\r\n", clients.get(1).received());
        assertEquals("", clients.get(2).received());
        assertEquals("own\r\nx\r\n", clients.get(0).received() + ask(clients.get(0), "x\n"));
        clients.get(0).close();
        run();
        assertEquals("own\r\n", clients.get(2).received());
        assertEquals(2, listener(id).connections());
    }

    /** A file on its way to a client. */
    private static final class Download {
        private final ByteBuffer block = ByteBuffer.allocate(64 * 1024);
        private FileChannel file;

        /** The next block, empty at the end. */
        byte[] next() throws IOException {
            file.read(block.clear());
            byte[] bytes = new byte[block.flip().remaining()];
            block.get(bytes);
            return bytes;
        }
    }

    @Row("T128")
    @Test
    void shouldStreamAFileFromFlushed(@TempDir Path folder) throws IOException {
        Path path = folder.resolve("file");
        byte[] content = new byte[1_000_003];
        new SplittableRandom(7).nextBytes(content);
        Files.write(path, content);
        TcpServer.at(PORT, StreamFilter::new)
                .state(Download::new)
                .clientConnected((client, poe) -> {
                    client.state().file = FileChannel.open(path);
                    client.put(client.state().next());
                })
                .clientInput((client, poe, bytes) -> {})
                .clientFlushed((client, poe) -> {
                    byte[] next = client.state().next();
                    if (next.length > 0) {
                        client.put(next);
                    } else {
                        client.shutdown();
                    }
                })
                .clientDisconnected((client, poe) -> {
                    client.state().file.close();
                    log.add("closed");
                })
                .start(kernel);
        SimulatedClient client = client();

        assertArrayEquals(content, client.receivedBytes());
        assertTrue(client.isClosedByPeer());
        assertLog("closed");
    }

    /** The manual says {@code $_[HEAP]{wheel}}, which is not there: it is the client's. */
    @Row("T129")
    @Test
    void shouldAnswerThroughTheWheelOfTheHeap() {
        TcpServer.at(PORT)
                .clientInput((client, poe, line) -> {
                    client.wheel().orElseThrow().put("you said: " + line);
                    client.put("through wheel " + (client.wheel().orElseThrow().id() == poe.wheelId()));
                })
                .start(kernel);

        assertEquals("you said: x\r\nthrough wheel true\r\n", ask(client(), "x\n"));
    }

    @Row("T130")
    @Test
    void shouldSayGoodByeBeforeItCloses() {
        TcpServer.at(PORT)
                .clientInput((client, poe, line) -> {
                    if (line.equals("quit")) {
                        client.put("B'bye!");
                        client.shutdown();
                        return;
                    }
                    client.put(line);
                })
                .start(kernel);
        SimulatedClient client = client();

        assertEquals("a\r\nB'bye!\r\n", ask(client, "a\nquit\nb\n"));
        assertTrue(client.isClosedByPeer());
        assertFalse(client.isReset());
    }

    @Row("T131")
    @Test
    void shouldStopAtTheHighMarkAndGoOnAtTheLowOne() {
        Generator generator = new Generator();
        TcpServer.at(PORT)
                .marks(1_000, 4_000, (client, poe) -> generator.fill(client), (client, poe) -> log.add("high"))
                .clientConnected((client, poe) -> generator.fill(client))
                .clientInput((client, poe, line) -> {})
                .start(kernel);
        SimulatedClient client = simulation.connect(PORT);
        client.stopReading();
        run();
        int stalled = generator.lines;
        long waiting = generator.client.wheel().orElseThrow().octets();
        advance(3_600);

        assertTrue(waiting > 1_000 && waiting < 4_000 + Generator.LINE + 2, waiting + " bytes wait");
        assertEquals(stalled, generator.lines);
        client.resumeReading();
        run();
        assertEquals(Generator.ENOUGH, generator.lines);
        assertEquals(Generator.ENOUGH * (Generator.LINE + 2), client.receivedBytes().length);
        assertTrue(log.size() > 10);
    }

    /** Puts lines until it is told that enough wait. */
    private static final class Generator {
        static final int LINE = 72;
        static final int ENOUGH = 20_000;

        private int lines;
        private TcpConnection<?, ?, String> client;

        void fill(TcpConnection<?, ?, String> to) {
            client = to;
            boolean full = false;
            while (!full && lines < ENOUGH) {
                full = to.put("x".repeat(LINE));
                lines++;
            }
        }
    }
}
