package dev.usher.benchmarks.workload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.usher.benchmarks.load.FileAnswers;
import dev.usher.benchmarks.load.FileScript;
import dev.usher.benchmarks.load.Load;
import dev.usher.benchmarks.load.Script;
import dev.usher.benchmarks.measure.Options;
import dev.usher.benchmarks.process.ServedFolder;
import dev.usher.benchmarks.process.ServerProcess;
import dev.usher.benchmarks.process.Variant;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every server of files that is measured sends its file whole, and the load tells a wrong one. */
@Timeout(60)
class FileServersTest {

    private static final int CONNECTIONS = 3;
    private static final Options OPTIONS = Options.parse(new String[0], Workloads.options());

    static Stream<Arguments> all() {
        return FileServers.all(OPTIONS, Path.of("")).keySet().stream()
                .flatMap(name -> Stream.of(FileScript.SMALL, FileScript.LARGE)
                        // It logs a stack trace when a client leaves in the midst of a file.
                        .filter(script -> !(name.equals("vertx") && script.equals(FileScript.LARGE)))
                        .map(script -> arguments(name, script)));
    }

    @ParameterizedTest
    @MethodSource("all")
    void shouldSendItsFileWhenAsked(String name, String script) throws IOException, InterruptedException {
        try (ServedFolder folder = new ServedFolder()) {
            Variant variant = FileServers.all(OPTIONS, folder.path()).get(name);
            Assumptions.assumeTrue(variant.missing() == null, () -> "there is no " + variant.missing());

            try (ServerProcess server = variant.launch().start();
                    Load load = new Load(Script.named(script), server.port(), CONNECTIONS, 1)) {
                assertTrue(load.answersOfOneTurn() >= CONNECTIONS);
            }
        }
    }

    @Test
    void shouldLeaveNoFileWhenTheFolderIsClosed() throws IOException {
        ServedFolder folder = new ServedFolder();
        assertEquals(1 << 20, Files.size(folder.path().resolve("large.txt")));

        folder.close();

        assertFalse(Files.exists(folder.path()));
    }

    private static int take(FileAnswers answers, String text) throws IOException {
        return answers.take(ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1)));
    }

    @Test
    void shouldCountAnswersHoweverTheyAreCut() throws IOException {
        FileAnswers answers = new FileAnswers("abc".getBytes(StandardCharsets.ISO_8859_1));
        String answer = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 3\r\n\r\nabc";

        assertEquals(2, take(answers, answer + answer));
        assertEquals(0, take(answers, answer.substring(0, answer.length() - 1)));
        assertEquals(1, take(answers, "c"));
    }

    @Test
    void shouldRefuseAnswersThatAreOthers() {
        String head = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 3\r\n\r\n";
        for (String wrong : new String[] {
            head + "abd", head.replace("200", "404") + "abc", head.replace(": 3", ": 4"), head.replace("plain", "html")
        }) {
            FileAnswers answers = new FileAnswers("abc".getBytes(StandardCharsets.ISO_8859_1));
            assertThrows(IOException.class, () -> take(answers, wrong), wrong);
        }
    }
}
