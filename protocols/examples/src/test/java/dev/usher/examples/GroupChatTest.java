package dev.usher.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.kernel.Kernel;
import dev.usher.simulation.SimulatedClient;
import dev.usher.simulation.SimulatedHost;
import dev.usher.simulation.Simulation;
import dev.usher.simulation.junit.Simulated;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class GroupChatTest {
    private static final PrintStream NOBODY = new PrintStream(OutputStream.nullOutputStream());

    private static void serve(Kernel kernel) {
        new Serving(new GroupChat(3).server(kernel, Stage.PORT), "0.0.0.0", Stage.PORT, NOBODY, NOBODY).start(kernel);
    }

    private static String heard(SimulatedClient client) {
        String text = client.received().replace("\r\n", "\n");
        client.takeReceived();
        return text;
    }

    private static int port(SimulatedClient client) {
        return ((InetSocketAddress) client.localAddress()).getPort();
    }

    /** For whatever seed the connections may be in one kernel or in three: nobody can tell. */
    @Simulated(seeds = 20)
    void shouldTellAllInEveryKernelWhatOneSays(Simulation simulation) {
        List<SimulatedHost> group = simulation.group(GroupChat.NAME, 3, GroupChatTest::serve);
        List<SimulatedClient> clients = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            clients.add(simulation.connect(group.get(0).at(Stage.PORT)));
        }
        simulation.runUntilIdle();
        clients.forEach(client -> assertTrue(heard(client).matches("\\* you are in chat-[0-2]\n")));

        clients.get(0).send("hello\nall\n");
        simulation.runUntilIdle();

        String said = "<" + port(clients.get(0)) + "> hello\n<" + port(clients.get(0)) + "> all\n";
        clients.forEach(client -> assertEquals(said, heard(client)));
        int leaving = port(clients.get(5));
        clients.get(5).close();
        simulation.runUntilIdle();
        String left = heard(clients.get(0));
        assertTrue(left.matches("\\* " + leaving + " has left chat-[0-2]\n"), left);
        assertEquals(left, heard(clients.get(4)));
    }

    @Test
    void shouldSpreadOverTheKernels() {
        TreeSet<String> where = new TreeSet<>();
        try (Simulation simulation = Simulation.seeded(1)) {
            List<SimulatedHost> group = simulation.group(GroupChat.NAME, 3, GroupChatTest::serve);
            List<SimulatedClient> clients = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
                clients.add(simulation.connect(group.get(0).at(Stage.PORT)));
            }
            simulation.runUntilIdle();
            clients.forEach(client -> where.add(heard(client).strip()));
        }

        assertEquals(List.of("* you are in chat-0", "* you are in chat-1", "* you are in chat-2"), List.copyOf(where));
    }

    @Test
    void shouldBeARoomOfOneKernelToo() {
        try (Simulation simulation = Simulation.seeded(1)) {
            Kernel kernel = simulation.kernel();
            serve(kernel);
            SimulatedClient ann = simulation.connect(Stage.PORT);
            SimulatedClient ben = simulation.connect(Stage.PORT);
            simulation.runUntilIdle();

            ann.send("hello\n");
            simulation.runUntilIdle();

            assertEquals("* you are in the room\n<" + port(ann) + "> hello\n", heard(ben));
            kernel.signal("0", "TERM");
            simulation.runUntilIdle();
            assertEquals(0, kernel.counts().sessions());
        }
    }

    @Test
    void shouldTellNothingMoreToWhoDoesNotRead() {
        try (Simulation simulation = Simulation.seeded(1)) {
            simulation.network().capacity(4_096);
            serve(simulation.kernel());
            SimulatedClient slow = simulation.connect(Stage.PORT);
            SimulatedClient ben = simulation.connect(Stage.PORT);
            simulation.runUntilIdle();
            slow.stopReading();

            for (int i = 0; i < 200; i++) {
                ben.send("x".repeat(990) + "\n");
                simulation.runUntilIdle();
            }
            slow.resumeReading();
            simulation.runUntilIdle();

            long lines = heard(slow).lines().filter(line -> line.endsWith("x")).count();
            assertTrue(lines > 20 && lines < 60, lines + " lines");
            assertEquals(
                    200, heard(ben).lines().filter(line -> line.endsWith("x")).count());
        }
    }
}
