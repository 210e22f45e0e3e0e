package dev.usher.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.simulation.SimulatedClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BayeuxTest {
    private final Stage stage = new Stage();

    @AfterEach
    void close() {
        stage.close();
    }

    private String post(SimulatedClient client, String json) {
        String body = json.replace('\'', '"');
        String answer = stage.ask(
                client,
                "POST /cometd HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: " + body.length()
                        + "\r\n\r\n" + body);
        return answer.substring(answer.indexOf("\n\n") + 2).replace('"', '\'');
    }

    private String handshake(SimulatedClient client) {
        String reply = post(
                client, "[{'channel':'/meta/handshake','version':'1.0','supportedConnectionTypes':['long-polling']}]");
        int at = reply.indexOf("'clientId':'") + 12;
        return reply.substring(at, reply.indexOf('\'', at));
    }

    @Test
    void shouldAnswerItsSenderAndServeFiles(@TempDir Path folder) throws Exception {
        Files.writeString(folder.resolve("page.html"), "<p>a page</p>");
        HttpServing serving = new HttpServing(
                Bayeux.server(Stage.PORT, folder, Bayeux.bayeux(Duration.ofSeconds(3), Duration.ofSeconds(3))),
                "127.0.0.1",
                Stage.PORT,
                stage.out,
                stage.err);
        stage.simulation.kernel().create(HttpServing.STATES, serving);
        stage.simulation.runUntilIdle();
        SimulatedClient client = stage.client();

        String id = handshake(client);
        String reply = post(client, "[{'channel':'/service/echo','clientId':'" + id + "','data':[1]}]");
        assertTrue(reply.endsWith(",{'channel':'/service/echo','data':[1]}]"), reply);
        assertTrue(
                stage.ask(client, "GET /page.html HTTP/1.1\r\nHost: a\r\n\r\n").endsWith("<p>a page</p>"));
        stage.simulation.advance(Duration.ofSeconds(3));
        assertTrue(post(client, "[{'channel':'/a','clientId':'" + id + "','data':1}]")
                .contains("402"));
    }

    @Test
    void shouldAnswerOthersByABotButNotTheBot() {
        HttpServing serving =
                new HttpServing(BayeuxBot.server(Stage.PORT), "127.0.0.1", Stage.PORT, stage.out, stage.err);
        BayeuxBot.begin(stage.simulation.kernel(), serving);
        stage.simulation.runUntilIdle();
        SimulatedClient client = stage.client();
        String id = handshake(client);
        post(client, "[{'channel':'/meta/subscribe','clientId':'" + id + "','subscription':'/chat/demo'}]");
        post(client, "[{'channel':'/chat/demo','clientId':'" + id + "','data':{'user':'Eve','chat':'hello'}}]");

        String heard =
                post(client, "[{'channel':'/meta/connect','clientId':'" + id + "','connectionType':'long-polling'}]");

        assertTrue(heard.contains("I got your message, Eve"), heard);
        assertEquals(1, heard.split("Autobot", -1).length - 1);
        stage.signal("TERM");
        stage.simulation.advance(Duration.ofSeconds(6));
        assertEquals(0, stage.sessions());
    }
}
