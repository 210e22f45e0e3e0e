package dev.usher.recorder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.kernel.Kernel;
import dev.usher.kernel.Postback;
import dev.usher.simulation.SimulatedClient;
import dev.usher.simulation.Simulation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FlightRecorderTest {
    private final FlightRecorder recorder = FlightRecorder.keeping(1);
    private Postback postback;

    /** Records what a client says to the server, line by line. */
    private Recording record(Consumer<Simulation> doing, String... lines) {
        try (Simulation simulation = Simulation.seeded(1, builder -> builder.seams(recorder))) {
            Answering program = Answering.plain();
            program.postbacks = made -> postback = made;
            program.start(simulation.kernel());
            SimulatedClient client = simulation.connect(Answering.PORT);
            for (String line : lines) {
                client.send(line + "\n");
                simulation.advance(Duration.ofMillis(2));
            }
            doing.accept(simulation);
            return recorder.recording();
        }
    }

    private Recording record(String... lines) {
        return record(simulation -> {}, lines);
    }

    private static DivergenceException diverges(Recording recording, Answering program) {
        return assertThrows(
                DivergenceException.class, () -> Replay.of(recording).run(program::start));
    }

    @ParameterizedTest
    @ValueSource(strings = {"hello", "later", "random", "name", "work", "fail", "end"})
    void shouldDoTheSameAgainWhenReplayed(String line) {
        Recording recording = record(line, "and more", "later", "");

        Replayed replayed = Replay.of(recording).run(Answering.plain()::start);

        assertEquals(recording.traceHash(), replayed.traceHash());
        assertEquals(recording.size(), replayed.records());
        assertTrue(replayed.death().isEmpty());
    }

    @Test
    void shouldGiveWhatOtherThreadsHaveSent() {
        // given posts, a used postback and a signal as of the system, from outside the kernel's handlers
        Recording recording = record(
                simulation -> {
                    Kernel kernel = simulation.kernel();
                    kernel.postFromAnyThread("answering", Answering.SAY, "hello");
                    kernel.postFromAnyThread(kernel.aliasResolve("answering").orElseThrow(), Answering.SAY, "you");
                    postback.post(1, List.of("two"));
                    simulation.runUntilIdle();
                },
                "first");

        // when
        Replayed replayed = Replay.of(recording).run(Answering.plain()::start);

        // then
        assertEquals(recording.traceHash(), replayed.traceHash());
        String text = String.join("\n", recording.lines());
        assertTrue(text.contains("letter post answering 'say': hello"), text);
        assertTrue(text.contains("'told': [1, [two]]"), text);
    }

    @Test
    void shouldNotDoOffloadedWorkAgain() {
        Recording recording = record("work", "");
        Answering program = Answering.plain();

        Replay.of(recording).run(program::start);

        assertEquals(0, program.works);
    }

    @Test
    void shouldNameTheWriteWhenOtherBytesAreWritten() {
        Recording recording = record("one", "two");

        DivergenceException divergence = diverges(recording, new Answering("hallo", false));

        String line = recording.lines().get((int) divergence.record() - 1);
        assertTrue(line.contains("write link 2"), line);
        assertTrue(divergence.getMessage().contains("writes as many, but others"), divergence.getMessage());
    }

    @Test
    void shouldNameTheEventWhenTheProgramPostsOneMore() {
        Recording recording = record("one", "two");

        DivergenceException divergence = diverges(recording, new Answering("hello", true));

        assertTrue(divergence.getMessage().contains("the program asks for: nano time"), divergence.getMessage());
        assertTrue(divergence.getMessage().contains("'accepted' to session 1"), divergence.getMessage());
    }

    @Test
    void shouldSayWhatWasRecordedWhenTheProgramDoesNothing() {
        Recording recording = record("one");

        DivergenceException divergence = assertThrows(
                DivergenceException.class, () -> Replay.of(recording).run(kernel -> {}));

        assertTrue(divergence.getMessage().contains("recorded: listen at"), divergence.getMessage());
    }

    @Test
    void shouldBeReadableButNotReplayableWhenItsBeginningIsLost() {
        // given more than the recorder's megabyte
        String line = "x".repeat(60_000);
        String[] lines = new String[42];
        Arrays.fill(lines, line);
        lines[0] = "later";
        lines[40] = "later";
        Recording recording = record(lines);

        // then
        assertFalse(recording.isComplete());
        assertEquals(recording.size(), recording.lines().size());
        assertTrue(recording.lines().get(0).startsWith((recording.dropped() + 1) + " "));
        String last = recording.lines().get(recording.lines().size() - 1);
        assertTrue(Long.parseLong(last.split(" ")[1]) >= 80_000_000, last); // the times go on from those lost
        IllegalArgumentException refused = assertThrows(IllegalArgumentException.class, () -> Replay.of(recording));
        assertTrue(
                refused.getMessage().startsWith("the recording has lost its first " + recording.dropped() + " records"),
                refused.getMessage());
    }

    @Test
    void shouldBeWrittenWhenAnExceptionEndsTheKernel(@TempDir Path folder) throws IOException {
        // given
        Path file = folder.resolve("died.flight");
        recorder.writeWhenDying(file);
        assertThrows(IllegalStateException.class, () -> record("one", "die"));

        // when
        Replayed replayed = Replay.of(Recording.read(file)).run(Answering.plain()::start);

        // then
        assertEquals("as asked", replayed.death().orElseThrow().getMessage());
        assertEquals(recorder.traceHash(), replayed.traceHash());
    }

    @Test
    void shouldBeWrittenAtTheNextPollWhenAskedFor(@TempDir Path folder) throws IOException {
        // given
        Path file = folder.resolve("now.flight");
        Recording whole = record(
                simulation -> {
                    CompletableFuture<Path> written = recorder.writeSoon(file);
                    assertFalse(written.isDone());
                    simulation.runUntilIdle();
                    assertEquals(file, written.join());
                },
                "one");

        // when
        Recording part = Recording.read(file);

        // then
        assertTrue(part.size() < whole.size());
        Replayed replayed = Replay.of(part).run(Answering.plain()::start);
        assertEquals(part.traceHash(), replayed.traceHash());
    }

    @Test
    void shouldSayWhatAPayloadWasThatCannotBeHeld() {
        // given
        Recording recording = record(
                simulation -> {
                    simulation.kernel().postFromAnyThread("answering", Answering.WHATEVER, new Thread());
                    simulation.runUntilIdle();
                },
                "one");

        // when
        DivergenceException divergence = diverges(recording, Answering.plain());

        // then
        assertTrue(
                divergence
                        .getMessage()
                        .contains("a letter for 'whatever' holds a java.lang.Thread, which a recording cannot hold"),
                divergence.getMessage());
    }

    @Test
    void shouldRefuseWhatIsNoRecordingOrDamaged(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("some.flight");
        Files.writeString(file, "something else that is long enough");
        assertMessage(" is no recording", file);

        record("one").write(file);
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);
        assertMessage(" is damaged", file);

        bytes[8] = 99;
        Files.write(file, bytes);
        assertMessage(" is a recording of version 99", file);
    }

    private static void assertMessage(String part, Path file) {
        IOException refused = assertThrows(IOException.class, () -> Recording.read(file));
        assertTrue(refused.getMessage().contains(part), refused.getMessage());
    }

    @Test
    void shouldBelongToOneKernelThatDoesNotSpin() {
        new Kernel(); // without seams nothing is refused
        Kernel.builder().seams(recorder).build();

        assertThrows(
                IllegalStateException.class,
                () -> Kernel.builder().seams(recorder).build());
        assertThrows(
                IllegalStateException.class,
                () -> Kernel.builder()
                        .seams(FlightRecorder.keeping(1))
                        .spin(Duration.ofNanos(1))
                        .build());
        assertThrows(IllegalArgumentException.class, () -> FlightRecorder.keeping(0));
    }
}
