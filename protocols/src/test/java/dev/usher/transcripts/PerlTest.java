package dev.usher.transcripts;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs the Perl programs where there is a perl with POE, several at a time, and compares what they print now with what
 * is kept: so the transcripts cannot go stale.
 */
class PerlTest {
    /** They mostly sleep. */
    private static final int AT_A_TIME = 6;

    /** A program whose timers came late, on a busy machine, is run again. */
    private static final int TRIES = 5;

    private static final long LONGEST_S = 20;

    /** It never ends by itself (a defect of POE's that it shows): how long it is listened to. */
    private static final Map<String, Long> ENDLESS_S = Map.of("T34", 2L);

    /** Sessions that are stopped together go in the order of a hash, which Perl else draws anew for every process. */
    private static final Map<String, String> ONE_ORDER = Map.of("PERL_HASH_SEED", "0", "PERL_PERTURB_KEYS", "0");

    /** Programs that are run more than once, and with what argument. */
    private static final Map<String, List<String>> ARGUMENTS = Map.of("T49", List.of("plain", "small"));

    @TempDir
    Path folder;

    @Test
    void shouldPrintWhatIsKeptWhenRunNow() throws Exception {
        Assumptions.assumeTrue(canRun("use POE"), "there is no perl with POE here (apt-get install libpoe-perl)");
        boolean http = canRun("use HTTP::Response");
        List<Transcript> transcripts = new ArrayList<>(Transcript.all());
        if (!http) {
            System.out.println("T 37 is left out: there is no perl with HTTP::Message here");
            transcripts.remove(new Transcript("T37"));
        }

        StringBuilder stale = new StringBuilder();
        for (Map.Entry<Transcript, Future<List<String>>> run : runAll(transcripts)) {
            Transcript transcript = run.getKey();
            List<String> kept = Rules.apply(transcript, transcript.perl());
            List<String> now = run.getValue().get();
            if (!kept.equals(now)) {
                stale.append(transcript)
                        .append('\n')
                        .append(String.join("\n", Diff.of(kept, now)))
                        .append('\n');
            }
        }

        assertEquals("", stale.toString(), "what is kept (-) and what is printed now (+)");
    }

    private List<Map.Entry<Transcript, Future<List<String>>>> runAll(List<Transcript> transcripts)
            throws InterruptedException {
        ExecutorService pool = Executors.newFixedThreadPool(AT_A_TIME);
        try {
            List<Map.Entry<Transcript, Future<List<String>>>> runs = new ArrayList<>();
            for (Transcript transcript : transcripts) {
                Callable<List<String>> run = () -> bestOf(transcript);
                runs.add(Map.entry(transcript, pool.submit(run)));
            }
            return runs;
        } finally {
            pool.shutdown();
            pool.awaitTermination(transcripts.size() * LONGEST_S, TimeUnit.SECONDS);
        }
    }

    private List<String> bestOf(Transcript transcript) throws IOException, InterruptedException {
        List<String> kept = Rules.apply(transcript, transcript.perl());
        List<String> lines = List.of();
        for (int i = 0; i < TRIES && !lines.equals(kept); i++) {
            List<String> printed = new ArrayList<>();
            for (String argument : ARGUMENTS.getOrDefault(transcript.name(), List.of(""))) {
                printed.addAll(run(transcript, argument));
            }
            lines = Rules.apply(transcript, printed);
        }
        return lines;
    }

    private List<String> run(Transcript transcript, String argument) throws IOException, InterruptedException {
        Path own = Files.createTempDirectory(folder, transcript.name());
        try (Stream<Path> kit = Files.list(Transcript.PERL)) {
            for (Path file : kit.filter(path -> path.toString().endsWith(".pm")).toList()) {
                Files.copy(file, own.resolve(file.getFileName()));
            }
        }
        String program = transcript.program();
        Files.copy(Transcript.PERL.resolve(program), own.resolve(program));
        Path output = own.resolve("output");
        List<String> command = new ArrayList<>(List.of("perl", program));
        if (!argument.isEmpty()) {
            command.add(argument);
        }
        ProcessBuilder perl = new ProcessBuilder(command);
        perl.environment().putAll(ONE_ORDER);
        Process process = perl.directory(own.toFile())
                .redirectInput(ProcessBuilder.Redirect.from(
                        output.getFileSystem().getPath("/dev/null").toFile()))
                .redirectOutput(output.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (!process.waitFor(ENDLESS_S.getOrDefault(transcript.name(), LONGEST_S), TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
        return Files.readAllLines(output, UTF_8);
    }

    static boolean canRun(String code) {
        try {
            Process process = new ProcessBuilder("perl", "-e", code)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor() == 0;
        } catch (IOException none) {
            return false;
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted while perl was looked for", e);
        }
    }
}
