package dev.usher.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.simulation.SimulatedClient;
import org.junit.jupiter.api.Test;

class LineServersTest {

    @Test
    void shouldEchoEveryLine() {
        try (Stage stage = Stage.serving(Echo.server(Stage.PORT))) {
            assertEquals("hello\nworld\n\n", stage.ask(stage.client(), "hello\r\nworld\n\n"));
        }
    }

    @Test
    void shouldEchoToAClientThatHasSentAll() {
        try (Stage stage = Stage.serving(Echo.server(Stage.PORT))) {
            SimulatedClient client = stage.client();
            client.send("hello\n");
            client.halfClose();

            assertEquals("hello\n", stage.heard(client));
            assertTrue(client.isClosedByPeer());
        }
    }

    @Test
    void shouldGreetAndAnswerInRot13() {
        try (Stage stage = Stage.serving(Rot13.server(Stage.PORT))) {
            SimulatedClient client = stage.client();

            assertEquals("Smile from the server!\nUryyb, Jbeyq 123\n", stage.ask(client, "Hello, World 123\n"));
            assertEquals("anmy NMNZ äé\n", stage.ask(client, "nazl AZAM äé\n"));
        }
    }

    @Test
    void shouldSayGoodbyeAndCloseAtQuit() {
        try (Stage stage = Stage.serving(Quit.server(Stage.PORT))) {
            SimulatedClient client = stage.client();
            SimulatedClient other = stage.client();

            assertEquals("a\nB'bye!\n", stage.ask(client, "a\nquit\nb\n"));
            assertTrue(client.isClosedByPeer());
            assertEquals("quit it\n", stage.ask(other, "quit it\n"));
            assertFalse(other.isClosedByPeer());
        }
    }
}
