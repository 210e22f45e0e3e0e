package dev.usher.component.http;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.component.Row;
import dev.usher.kernel.Kernel;
import dev.usher.kernel.KernelGroup;
import dev.usher.kernel.KernelGroupBuilder;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files and ports as the real system has them. */
@Timeout(60)
class RealFilesTest {
    private static final int LONG = 3_000_000;

    private final WatchedDisk disk = new WatchedDisk();
    private final List<Thread> threads = new ArrayList<>();
    private final List<Kernel> kernels = new ArrayList<>();

    @TempDir
    private Path folder;

    private int serve(HttpServerBuilder server) throws Exception {
        CompletableFuture<Integer> port = new CompletableFuture<>();
        Kernel kernel = new Kernel();
        server.disk = disk;
        server.address("127.0.0.1")
                .started((listener, poe) -> port.complete(listener.port()))
                .start(kernel);
        Thread thread = new Thread(kernel::run);
        thread.start();
        kernels.add(kernel);
        threads.add(thread);
        return port.get(10, TimeUnit.SECONDS);
    }

    @AfterEach
    void end() throws Exception {
        for (int i = 0; i < kernels.size(); i++) {
            kernels.get(i).postFromAnyThread("HTTPd", HttpServer.SHUTDOWN, null);
            threads.get(i).join(10_000);
        }
    }

    private static HttpRequest request(int port, String path, String... fields) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .version(HttpClient.Version.HTTP_1_1);
        return fields.length == 0 ? request.build() : request.headers(fields).build();
    }

    @Test
    @Row("H116")
    void shouldLetTheSystemSendAFile() throws Exception {
        byte[] bytes = new byte[LONG];
        for (int i = 0; i < LONG; i++) {
            bytes[i] = (byte) (i * 13 >>> 5);
        }
        Path file = folder.resolve("file");
        Files.write(file, bytes);
        int port = serve(HttpServer.at(0).handler("", (poe, request, response) -> response.sendFile(file)));
        HttpClient client = HttpClient.newHttpClient();

        byte[] all = client.send(request(port, "/"), BodyHandlers.ofByteArray()).body();
        byte[] rest = client.send(request(port, "/", "Range", "bytes=1000000-"), BodyHandlers.ofByteArray())
                .body();

        assertArrayEquals(bytes, all);
        assertArrayEquals(java.util.Arrays.copyOfRange(bytes, 1_000_000, LONG), rest);
        assertEquals(List.of(), disk.opened.get(0).reads);
        assertEquals(LONG, disk.opened.get(0).transferred);
        assertEquals(LONG - 1_000_000, disk.opened.get(1).transferred);
    }

    /** Each connection is of the kernel to which the system deals it; asked for often enough, both have some. */
    @Test
    @Row("H134")
    void shouldServeOnePortByTwoKernels() throws Exception {
        int port = serve(named(0, "one"));
        serve(named(port, "two"));
        HttpClient client = HttpClient.newHttpClient();

        Set<String> served = new HashSet<>();
        for (int i = 0; i < 1_000 && served.size() < 2; i++) {
            served.add(client.send(request(port, "/"), BodyHandlers.ofString()).body());
        }

        assertEquals(Set.of("one", "two"), served);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @Row("H134")
    void shouldServeOnePortByAGroupOfKernels(boolean handsOff) throws Exception {
        CompletableFuture<Integer> port = new CompletableFuture<>();
        KernelGroupBuilder builder = KernelGroup.of(2).name("web");
        try (KernelGroup group = (handsOff ? builder.handOff() : builder)
                .start(kernel -> HttpServer.at(0)
                        .address("127.0.0.1")
                        .keepAlive(0)
                        .started((listener, poe) -> port.complete(listener.port()))
                        .handler(
                                "",
                                (poe, request, response) -> response.content(
                                                poe.kernel().name())
                                        .respond()
                                        .done())
                        .start(kernel))) {
            HttpClient client = HttpClient.newHttpClient();
            HttpRequest asked = request(port.get(10, TimeUnit.SECONDS), "/");

            Set<String> served = new HashSet<>();
            for (int i = 0; i < 1_000 && served.size() < 2; i++) {
                served.add(client.send(asked, BodyHandlers.ofString()).body());
            }
            group.postToAll("HTTPd", HttpServer.SHUTDOWN, null);
            group.await();

            assertEquals(Set.of("web-0", "web-1"), served);
        }
    }

    private static HttpServerBuilder named(int port, String name) {
        return HttpServer.at(port)
                .keepAlive(0)
                .socketOption(StandardSocketOptions.SO_REUSEPORT, true)
                .handler(
                        "",
                        (poe, request, response) ->
                                response.content(name).respond().done());
    }

    @Test
    @Row("H106")
    void shouldShrinkTheSystemsBufferOfAStream() throws Exception {
        CompletableFuture<Integer> before = new CompletableFuture<>();
        CompletableFuture<Integer> after = new CompletableFuture<>();
        int port = serve(HttpServer.at(0).streamBuffer(576).handler("", (poe, request, response) -> {
            var link = request.connection().wheel().orElseThrow().link();
            before.complete(link.option(StandardSocketOptions.SO_SNDBUF));
            response.streaming(true).send("x");
            after.complete(link.option(StandardSocketOptions.SO_SNDBUF));
            response.done();
        }));

        HttpClient.newHttpClient().send(request(port, "/"), BodyHandlers.discarding());

        assertTrue(after.get() < before.get(), () -> before + " " + after);
        assertTrue(after.get() < 10_000, after::toString);
    }
}
