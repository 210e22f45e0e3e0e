package dev.usher.component.http.client;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.component.http.HttpServer;
import dev.usher.component.http.HttpServerBuilder;
import dev.usher.component.http.Route;
import dev.usher.component.log.Logs;
import dev.usher.kernel.Event;
import dev.usher.kernel.Kernel;
import dev.usher.kernel.States;
import dev.usher.simulation.Faults;
import dev.usher.simulation.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The client and the server of this project with one another, in simulation and over real sockets. */
class ClientAndServerTest {
    private static final Event<ClientPiece> PIECE = Event.named("piece", ClientPiece.class);
    private static final Event<Upload> MORE = Event.named("more", Upload.class);
    private static final int PORT = 8080;

    private static HttpServerBuilder server(int port) {
        return HttpServer.at(port)
                .address("127.0.0.1")
                .compress(100, "text/")
                .handler(
                        "^/redirect$",
                        (poe, request, response) -> response.code(303)
                                .header("Location", "/text")
                                .respond()
                                .done())
                .handler(
                        "^/text$",
                        (poe, request, response) -> response.contentType("text/plain")
                                .content("hello ".repeat(1000))
                                .respond()
                                .done())
                .handler("^/chunks$", (poe, request, response) -> {
                    int[] left = {100};
                    response.stream((poe2, request2, response2) -> {
                        while (left[0]-- > 0) {
                            if (response.send("x".repeat(10_000))) {
                                return;
                            }
                        }
                        response.done();
                    });
                })
                .route(Route.of("^/sum$")
                        .methods("PUT", "POST")
                        .streamed()
                        .content(1 << 30)
                        .to((poe, request, response) -> {
                            CRC32 sum = new CRC32();
                            request.onContent((context, piece) -> {
                                sum.update(piece.array(), piece.offset(), piece.length());
                                if (piece.isLast()) {
                                    response.content(Long.toString(sum.getValue()))
                                            .respond()
                                            .done();
                                }
                            });
                        }));
    }

    /** Asks for all of these at once, and tells the answers by their tags. */
    private static final class Asker {
        static final States<Asker> STATES = States.of(Asker.class)
                .start(Asker::start)
                .on(ClientRequest.RESPONSE, Asker::answered)
                .on(PIECE, (asker, poe, piece) -> asker.pieces += piece.length())
                .on(MORE, Asker::more);

        final TreeMap<Object, ClientResponse> answers = new TreeMap<>();
        final List<ClientRequest> requests;
        long pieces;
        private int left = 300;

        Asker(List<ClientRequest> requests) {
            this.requests = requests;
        }

        private void start(dev.usher.kernel.Context poe) {
            requests.forEach(request -> poe.post("weeble", HttpClient.REQUEST, request));
        }

        private void more(dev.usher.kernel.Context poe, Upload upload) {
            if (left-- > 0) {
                upload.put(new byte[10_000]);
            } else {
                upload.end();
            }
        }

        private void answered(dev.usher.kernel.Context poe, ClientResponse response) {
            answers.put(response.tag(), response);
            if (answers.size() == requests.size()) {
                poe.post("weeble", HttpClient.SHUTDOWN);
                poe.post("HTTPd", HttpServer.SHUTDOWN);
            }
        }
    }

    private static byte[] noise() {
        byte[] noise = new byte[1_000_000];
        new Random(7).nextBytes(noise);
        return noise;
    }

    private static List<ClientRequest> all(String uri) {
        return List.of(
                ClientRequest.get(uri + "/redirect").tag("a redirect"),
                ClientRequest.get(uri + "/text").tag("b text"),
                ClientRequest.get(uri + "/chunks").tag("c chunks"),
                ClientRequest.get(uri + "/chunks").streamed(PIECE).tag("d pieces"),
                ClientRequest.post(uri + "/sum", "a/b", noise()).tag("e whole"),
                ClientRequest.post(uri + "/sum", "a/b", noise()).awaitContinue().tag("f expect"),
                ClientRequest.of("PUT", uri + "/sum").content(-1, MORE).tag("g made"),
                ClientRequest.head(uri + "/text").tag("h head"),
                ClientRequest.get(uri + "/none").tag("i none"));
    }

    private static void check(Asker asker) {
        CRC32 sum = new CRC32();
        sum.update(noise());
        String noise = Long.toString(sum.getValue());
        sum.reset();
        sum.update(new byte[3_000_000]);
        assertEquals("hello ".repeat(1000), asker.answers.get("a redirect").text());
        assertEquals("hello ".repeat(1000), asker.answers.get("b text").text());
        assertEquals(1_000_000, asker.answers.get("c chunks").content().length);
        assertEquals(1_000_000, asker.pieces);
        assertEquals(noise, asker.answers.get("e whole").text());
        assertEquals(noise, asker.answers.get("f expect").text());
        assertEquals(Long.toString(sum.getValue()), asker.answers.get("g made").text());
        assertArrayEquals(new byte[0], asker.answers.get("h head").content());
        assertEquals(404, asker.answers.get("i none").status());
    }

    @Test
    void shouldUnderstandOneAnotherInSimulation() {
        try (Simulation simulation = Simulation.seeded(1)) {
            Kernel kernel = simulation.kernel();
            server(PORT).start(kernel);
            HttpClient.define().decompress().followRedirects(3).start(kernel);
            Asker asker = new Asker(all("http://127.0.0.1:8080"));
            kernel.create(Asker.STATES, asker);

            simulation.advance(Duration.ofMinutes(1));

            check(asker);
            assertEquals(0, kernel.counts().sessions(), "sessions are left");
        }
    }

    @Test
    @Timeout(60)
    void shouldUnderstandOneAnotherOverRealSockets() {
        try (Kernel kernel = new Kernel()) {
            Asker[] asker = new Asker[1];
            HttpClient.define().decompress().followRedirects(3).start(kernel);
            server(0)
                    .started((listener, poe) -> {
                        asker[0] = new Asker(all("http://127.0.0.1:" + listener.port()));
                        poe.create(Asker.STATES, asker[0]);
                    })
                    .start(kernel);

            kernel.run();

            check(asker[0]);
        }
    }

    /** Whatever breaks, each request has exactly one answer, and nothing is left. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void shouldAnswerEveryRequestWhenTheNetworkFails(int seed) {
        Logs.clear();
        for (int round = 0; round < 10; round++) {
            try (Simulation simulation = Simulation.seeded(seed * 100L + round)) {
                Kernel kernel = simulation.kernel();
                server(PORT).start(kernel);
                HttpClient.define()
                        .decompress()
                        .followRedirects(3)
                        .maxPerHost(2)
                        .timeout(Duration.ofMinutes(2))
                        .start(kernel);
                simulation.faults(Faults.none().shortReads(0.3).shortWrites(0.3).resets(0.002 * (round % 3)));
                List<ClientRequest> wanted = new ArrayList<>();
                for (int i = 0; i < 20; i++) {
                    wanted.add(ClientRequest.get("http://127.0.0.1:8080/" + (i % 2 == 0 ? "text" : "chunks"))
                            .tag(i));
                }
                Asker asker = new Asker(wanted);
                kernel.create(Asker.STATES, asker);

                simulation.advance(Duration.ofMinutes(5));

                assertEquals(20, asker.answers.size());
                assertTrue(asker.answers.values().stream()
                        .allMatch(
                                answer -> answer.isSuccess() || answer.failure().isPresent()));
                assertEquals(0, kernel.counts().sessions(), "sessions are left");
            }
        }
    }
}
