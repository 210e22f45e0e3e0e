package dev.usher.component.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.component.Row;
import dev.usher.simulation.SimulatedClient;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Section J of the checklist: the programs of the manual, as short as there. The examples' jar has them whole. */
class ManualProgramsTest extends ServerCase {

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
