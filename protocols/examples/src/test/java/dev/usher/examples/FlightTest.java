package dev.usher.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.component.tcp.TcpServer;
import dev.usher.component.tcp.TcpServerBuilder;
import dev.usher.kernel.Event;
import dev.usher.kernel.Kernel;
import dev.usher.recorder.DivergenceException;
import dev.usher.recorder.FlightRecorder;
import dev.usher.recorder.Recording;
import dev.usher.recorder.Replay;
import dev.usher.recorder.Replayed;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A run of the chat example over real sockets and under load, recorded and run again from the recording. */
@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FlightTest {
    private static final int PEOPLE = 8;
    private static final int LINES = 50;
    private static final Event<Void> CHANGED = Event.named("changed");

    private final FlightRecorder recorder = FlightRecorder.keeping(8);
    private final CompletableFuture<Integer> port = new CompletableFuture<>();
    private Recording recording;

    @BeforeAll
    void record() throws Exception {
        Kernel kernel = Kernel.builder().seams(recorder).build();
        start(kernel, server -> server);
        ExecutorService people = Executors.newFixedThreadPool(PEOPLE);
        List<Future<?>> talks = new ArrayList<>();
        for (int i = 0; i < PEOPLE; i++) {
            String name = "person" + i;
            talks.add(people.submit(() -> talk(port.join(), name)));
        }
        people.submit(() -> {
            for (Future<?> talk : talks) {
                talk.get(30, TimeUnit.SECONDS);
            }
            kernel.postFromAnyThread("chat", TcpServer.SHUTDOWN, null);
            return null;
        });
        kernel.run();
        people.shutdown();
        for (Future<?> talk : talks) {
            talk.get();
        }
        recording = recorder.recording();
    }

    private void start(Kernel kernel, UnaryOperator<TcpServerBuilder<Chat.Member, String, String>> changed) {
        changed.apply(new Chat()
                        .server(0)
                        .alias("chat")
                        .address("127.0.0.1")
                        .started((listener, poe) -> port.complete(listener.port())))
                .start(kernel);
    }

    /** Says many lines, then leaves: what the others say meanwhile is read or not, as it comes. */
    private static void talk(int port, String name) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
                BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8))) {
            OutputStream out = socket.getOutputStream();
            out.write((name + "\n").getBytes(UTF_8));
            for (int i = 0; i < LINES; i++) {
                out.write((name + " says line " + i + "\n/who\n").getBytes(UTF_8));
                heard(in, "* here: ");
            }
            out.write("/quit\n".getBytes(UTF_8));
            heard(in, "* good bye");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void heard(BufferedReader in, String start) throws IOException {
        String line;
        do {
            line = in.readLine();
        } while (line != null && !line.startsWith(start));
        assertNotNull(line, "the room has gone");
    }

    @Test
    void shouldDoTheSameAgainWhenReplayed(@TempDir Path folder) throws IOException {
        // given the recording, from a file
        Path file = folder.resolve("chat.flight");
        recording.write(file);
        Recording read = Recording.read(file);

        // when
        Replayed replayed = Replay.of(read).run(kernel -> start(kernel, server -> server));

        // then
        assertEquals(recorder.traceHash(), replayed.traceHash());
        assertEquals(recording.size(), replayed.records());
        assertTrue(recording.size() > PEOPLE * LINES, recording.toString());
    }

    @Test
    void shouldNameTheRecordWhenTheProgramHasChanged() {
        // given a room that posts one event more for each who comes
        Replay replay = Replay.of(recording);

        // when
        DivergenceException divergence = assertThrows(
                DivergenceException.class,
                () -> replay.run(kernel ->
                        start(kernel, server -> server.clientPreConnect((client, poe, link) -> poe.yield(CHANGED)))));

        // then
        String recorded = recording.lines().get((int) divergence.record() - 1).split(" ", 3)[2];
        assertTrue(divergence.getMessage().contains("recorded: " + recorded), divergence.getMessage());
    }
}
