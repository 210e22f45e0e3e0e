package dev.usher.wheel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.kernel.Kernel;
import dev.usher.recorder.DivergenceException;
import dev.usher.recorder.FlightRecorder;
import dev.usher.recorder.Recording;
import dev.usher.recorder.Replay;
import dev.usher.recorder.Replayed;
import dev.usher.simulation.Faults;
import dev.usher.simulation.Simulation;
import dev.usher.tls.TlsInfo;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** TLS connections, both ends in one kernel, recorded and replayed: no key of the recorded run is there any more. */
class TlsReplayTest {
    private static final InetSocketAddress ADDRESS = new InetSocketAddress("127.0.0.1", 9000);

    private final FlightRecorder recorder = FlightRecorder.keeping(4);

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void shouldReplayWhatWasSaidUnderFaults(long seed) {
        // given
        Recording recording;
        TlsEcho recorded;
        try (Simulation simulation = Simulation.seeded(seed, builder -> builder.seams(recorder))) {
            simulation.faults(Faults.none()
                    .shortReads(0.5)
                    .shortWrites(0.5)
                    .reorderReady()
                    .resets(seed > 2 ? 0.02 : 0));
            recorded = new TlsEcho(simulation.kernel(), 20);
            simulation.advance(Duration.ofMinutes(1));
            assertTrue(recorded.isWhole() || seed > 2 && recorded.hasFailed(), recorded.toString());
            recording = recorder.recording();
        }
        List<TlsEcho> again = new ArrayList<>();

        // when
        Replayed replayed = Replay.of(recording).run(kernel -> again.add(new TlsEcho(kernel, 20)));

        // then
        assertEquals(recorded.toString(), again.get(0).toString());
        assertEquals(recording.traceHash(), replayed.traceHash());
        assertEquals(recording.size(), recording.lines().size());
    }

    /** Says some lines to a server, which sends them back and closes with the last. */
    private static List<Recorder> talk(Kernel kernel, String version, String... lines) {
        Recorder server = new Recorder();
        Recorder client = new Recorder();
        server.begin = poe -> server.factory = SocketFactory.listen(ADDRESS)
                .tls(TlsFiles.localhost().protocols(version).alpn("one").define())
                .successEvent(Recorder.OPENED)
                .failureEvent(Recorder.FAILED)
                .open(poe);
        for (String line : lines) {
            server.on(line, poe -> server.wheel().put(line));
        }
        client.on("opened", poe -> List.of(lines).forEach(client.wheel()::put));
        client.on(lines[lines.length - 1], poe -> client.wheel().shutdownOutput());
        client.begin = poe -> client.factory = SocketFactory.connect(ADDRESS)
                .tls(TlsFiles.trusting().alpn("one").define(), "localhost")
                .successEvent(Recorder.OPENED)
                .failureEvent(Recorder.FAILED)
                .open(poe);
        kernel.create(Recorder.STATES, server);
        kernel.create(Recorder.STATES, client);
        return List.of(server, client);
    }

    private Recording ofTalk(String version, List<Recorder> ends) {
        try (Simulation simulation = Simulation.seeded(1, builder -> builder.seams(recorder))) {
            ends.addAll(talk(simulation.kernel(), version, "hello", "good bye"));
            simulation.advance(Duration.ofSeconds(1));
            return recorder.recording();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void shouldReplayWhatWasAgreedOnAndReadAsText(String version) {
        List<Recorder> recorded = new ArrayList<>();
        Recording recording = ofTalk(version, recorded);
        List<Recorder> again = new ArrayList<>();

        Replayed replayed =
                Replay.of(recording).run(kernel -> again.addAll(talk(kernel, version, "hello", "good bye")));

        assertEquals(recording.traceHash(), replayed.traceHash());
        for (int i = 0; i < 2; i++) {
            TlsInfo info = recorded.get(i).last.tls().orElseThrow();
            assertEquals(version, info.protocol());
            assertEquals(info, again.get(i).last.tls().orElseThrow());
            assertEquals(recorded.get(i).log, again.get(i).log);
        }
        assertTrue(
                recording.lines().stream().anyMatch(line -> line.contains("tls unwrap") && line.contains("\"hello")),
                () -> String.join("\n", recording.lines()));
    }

    @Test
    void shouldNameWhatIsEncipheredWhenTheProgramSaysOtherThings() {
        Recording recording = ofTalk("TLSv1.3", new ArrayList<>());

        DivergenceException divergence = assertThrows(
                DivergenceException.class,
                () -> Replay.of(recording).run(kernel -> talk(kernel, "TLSv1.3", "hallo", "good bye")));

        assertTrue(divergence.getMessage().contains("recorded: tls wrap link"), divergence.getMessage());
        assertTrue(divergence.getMessage().contains("the program writes others"), divergence.getMessage());
    }
}
