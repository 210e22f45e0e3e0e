package dev.usher.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.component.tcp.TcpConnection;
import dev.usher.simulation.SimulatedClient;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ChatTest {
    private final List<TcpConnection<?, ?, ?>> connections = new ArrayList<>();
    private final Stage stage = Stage.serving(
            new Chat().server(Stage.PORT).clientPreConnect((connection, poe, link) -> connections.add(connection)));

    @AfterEach
    void close() {
        stage.close();
    }

    private SimulatedClient member(String name) {
        SimulatedClient client = stage.client();
        stage.ask(client, name + "\n");
        return client;
    }

    @Test
    void shouldTellEverybodyElseWhatOneSays() {
        SimulatedClient ann = stage.client();
        SimulatedClient ben = stage.client();
        SimulatedClient nameless = stage.client();

        assertEquals("name?\n* you are Ann\n", stage.ask(ann, "Ann\n"));
        assertEquals("name?\n* you are Ben\n", stage.ask(ben, "Ben\n"));
        assertEquals("* Ben has joined\n", stage.heard(ann));
        assertEquals("", stage.ask(ben, "grüß dich ☺\n"));
        assertEquals("<Ben> grüß dich ☺\n", stage.heard(ann));
        assertEquals("name?\n", stage.heard(nameless));
    }

    @Test
    void shouldForgetThoseWhoLeave() {
        SimulatedClient ann = member("Ann");
        SimulatedClient ben = member("Ben");
        SimulatedClient cleo = member("Cleo");
        stage.heard(ann);

        assertEquals("* Cleo has joined\n* good bye\n", stage.ask(ben, "/quit\nafter\n"));
        assertTrue(ben.isClosedByPeer());
        cleo.reset();
        assertEquals("* Ben has left\n* Cleo has left\n", stage.heard(ann));
        assertEquals("* here: Ann\n", stage.ask(ann, "/who\n"));
        assertEquals(2, stage.sessions()); // the listener, one connection
    }

    @Test
    void shouldChangeNames() {
        SimulatedClient ann = member("Ann");
        SimulatedClient ben = member("Ben");
        stage.heard(ann);

        assertEquals("* you are Anna\n", stage.ask(ann, "/nick   Anna\n"));
        assertEquals("* Ann is now Anna\n", stage.heard(ben));
        assertEquals("* here: Anna, Ben\n", stage.ask(ben, "/who\n"));
        assertEquals("* you are ANNA\n", stage.ask(ann, "/nick ANNA\n"));
    }

    @Test
    void shouldSayWhatIsWrongWithANameOrACommand() {
        String rule = "* a name has 1 to 20 letters, digits, '_' or, inside, '-'; name?\n";
        SimulatedClient ann = member("Ann");
        SimulatedClient ben = stage.client();

        assertEquals("name?\n* ANN is taken; name?\n", stage.ask(ben, "ANN\n"));
        assertEquals("* Ann is taken; name?\n", stage.ask(ben, "Ａｎｎ\n")); // full-width letters
        assertEquals(rule, stage.ask(ben, "Ben Smith\n"));
        assertEquals(rule, stage.ask(ben, "x".repeat(21) + "\n"));
        assertEquals(rule, stage.ask(ben, "A\u202enn\n"));
        assertEquals(rule, stage.ask(ben, "/nick\n"));
        assertEquals("", stage.ask(ben, "\n  \n\u0007\n"));
        assertEquals("* there is no /foo, but /who, /nick NAME and /quit\n", stage.ask(ben, "/foo bar\n"));
        assertEquals("", stage.heard(ann));
    }

    @Test
    void shouldPassNothingOnThatMovesACursor() {
        SimulatedClient ann = member("Ann");
        SimulatedClient ben = member("Ben");
        stage.heard(ann);

        stage.ask(ben, "\u001b[2Ja\tb\u0000\u009bc\u2028d\u202e \n");

        assertEquals("<Ben> [2Ja b c d\n", stage.heard(ann));
    }

    @Test
    void shouldSendAwayWhoSendsALineWithoutEnd() {
        SimulatedClient ann = member("Ann");

        assertEquals("* a line has at most 1000 bytes; good bye\n", stage.ask(ann, "x".repeat(5_000)));
        assertTrue(ann.isClosedByPeer());
    }

    @Test
    void shouldCountWhatASlowReaderMisses() {
        stage.simulation.network().capacity(4_096);
        SimulatedClient slow = member("Slow");
        SimulatedClient ben = member("Ben");
        slow.stopReading();

        String line = "x".repeat(993) + "\n"; // 1,003 bytes when it arrives, with "<Ben> " and CRLF
        for (int i = 0; i < 200; i++) {
            stage.ask(ben, line);
            int waiting = connections.get(0).wheel().orElseThrow().octets();
            assertTrue(waiting < Chat.HIGH + 1_100, waiting + " bytes wait");
        }
        slow.resumeReading();

        String heard = stage.heard(slow);
        long lines = heard.lines().filter(text -> text.startsWith("<Ben> x")).count();
        assertTrue(lines < 50, lines + " lines");
        assertTrue(heard.endsWith("x\n* you have missed " + (200 - lines) + " lines\n"), heard);
        stage.ask(ben, "again\n");
        assertEquals("<Ben> again\n", stage.heard(slow));
    }

    @Test
    void shouldEndWithEverybodyInIt() {
        List<SimulatedClient> clients = List.of(member("Ann"), member("Ben"), stage.client());
        stage.simulation.runUntilIdle();

        stage.signal("INT");

        assertTrue(clients.stream().allMatch(SimulatedClient::isClosedByPeer));
        assertEquals(0, stage.sessions());
    }
}
