package dev.usher.component.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.component.Row;
import dev.usher.component.log.Logs;
import dev.usher.kernel.Event;
import dev.usher.simulation.Faults;
import dev.usher.simulation.SimulatedClient;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Connections that break anywhere. */
class FaultsTest extends HttpCase {
    private static final Event<HttpResponse> LATER = Event.named("later", HttpResponse.class);

    @Test
    @Row({"H50", "H157", "H173"})
    void shouldLeaveNothingWhenConnectionsBreakAnywhere() {
        int[] connected = {0, 0};
        bare().handler("^/later", (poe, request, response) -> poe.delaySet(LATER, Duration.ofMillis(50), response))
                .on(LATER, (connection, poe, response) -> {
                    response.send("la");
                    response.send("ter");
                    response.done();
                })
                .route(Route.of("^/upload")
                        .streamed()
                        .content(1 << 20)
                        .to((poe, request, response) -> request.onContent((context, piece) -> {
                            if (piece.isLast()) {
                                response.content("thanks").respond().done();
                            }
                        })))
                .handler(
                        "^/much",
                        (poe, request, response) ->
                                response.content(new byte[300_000]).respond().done())
                .handler("", (poe, request, response) -> response.respond().done())
                .postRequest((poe, request, response) -> {})
                .onConnect((poe, connection) -> connected[0]++)
                .onDisconnect((poe, connection) -> connected[1]++)
                .start(kernel);
        String requests = get("/later")
                + post("/upload", "x".repeat(5_000))
                + get("/much")
                + post("/", "y".repeat(3_000))
                + get("/later", "Connection: close");
        simulation.faults(Faults.none()
                .resets(0.02)
                .shortReads(0.3)
                .shortWrites(0.3)
                .delay(Duration.ofMillis(1), Duration.ofMillis(30)));

        for (int i = 0; i < 300; i++) {
            SimulatedClient client = simulation.connect(PORT);
            client.send(requests.substring(0, requests.length() - i % 7 * 500));
            if (i % 3 == 0) {
                client.halfClose();
            }
            if (i % 5 == 0) {
                client.stopReading();
            }
            simulation.advance(Duration.ofMillis(40));
        }
        advance(1_000);

        assertTrue(connected[0] > 250, "" + connected[0]);
        assertEquals(connected[0], connected[1]);
        assertEquals(1, kernel.counts().sessions());
        assertEquals(0, kernel.counts().alarms());
        assertEquals(List.of(), Logs.complaints());
    }
}
