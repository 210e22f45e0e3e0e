package dev.usher.component.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.usher.component.Row;
import dev.usher.kernel.Event;
import dev.usher.kernel.Kernel;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The same server over real sockets, asked by the JDK's client. */
@Timeout(30)
class RealHttpTest {
    private static final Event<HttpResponse> LATER = Event.named("later", HttpResponse.class);

    private final CompletableFuture<Integer> port = new CompletableFuture<>();
    private final CompletableFuture<Kernel> kernel = new CompletableFuture<>();
    private final HttpClient client = HttpClient.newHttpClient();
    private Thread thread;

    @BeforeEach
    void serve() {
        thread = new Thread(() -> {
            Kernel own = new Kernel();
            HttpServer.at(0)
                    .address("127.0.0.1")
                    .started((listener, poe) -> port.complete(listener.port()))
                    .route(Route.of("^/echo$")
                            .content(1 << 25)
                            .to((poe, request, response) -> response.content(request.content())
                                    .respond()
                                    .done()))
                    .handler("^/later$", (poe, request, response) -> poe.yield(LATER, response))
                    .on(LATER, (connection, poe, response) -> {
                        response.send("la");
                        response.send("ter");
                        response.done();
                    })
                    .handler("", (poe, request, response) -> response.error(404, "none"))
                    .start(own);
            kernel.complete(own);
            own.run();
        });
        thread.start();
    }

    @AfterEach
    void end() throws Exception {
        kernel.get().postFromAnyThread("HTTPd", HttpServer.SHUTDOWN, null);
        thread.join(10_000);
        assertEquals(false, thread.isAlive(), "the server should have ended");
    }

    private URI uri(String path) throws Exception {
        return URI.create("http://127.0.0.1:" + port.get(10, TimeUnit.SECONDS) + path);
    }

    private static java.net.http.HttpRequest.Builder request(URI uri) {
        return java.net.http.HttpRequest.newBuilder(uri)
                .version(HttpClient.Version.HTTP_1_1)
                .timeout(Duration.ofSeconds(10));
    }

    @Test
    @Row({"H33", "H37", "H42", "H90"})
    void shouldServeTheJdksClient() throws Exception {
        for (int i = 0; i < 3; i++) {
            assertEquals("later", body(request(uri("/later")).GET().build()));
            assertEquals(
                    404,
                    client.send(request(uri("/x")).GET().build(), BodyHandlers.discarding())
                            .statusCode());
            assertEquals(
                    "hällo",
                    body(request(uri("/echo"))
                            .POST(BodyPublishers.ofString("hällo", UTF_8))
                            .build()));
        }
    }

    private String body(java.net.http.HttpRequest request) throws IOException, InterruptedException {
        return client.send(request, BodyHandlers.ofString(UTF_8)).body();
    }

    @Test
    @Row("H98")
    void shouldEchoMuchContentThatIsAskedForBefore() throws Exception {
        byte[] content = new byte[20_000_000];
        for (int i = 0; i < content.length; i++) {
            content[i] = (byte) (i * 31);
        }

        byte[] echoed = client.send(
                        request(uri("/echo"))
                                .expectContinue(true)
                                .POST(BodyPublishers.ofByteArray(content))
                                .build(),
                        BodyHandlers.ofByteArray())
                .body();

        assertArrayEquals(content, echoed);
    }
}
