package dev.usher.transcripts;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Runs every port and compares what it prints with what the Perl program printed. Where they differ on purpose the port
 * says so, and a {@code .diff} file holds both traces, which {@code -Dusher.transcripts.write=true} writes anew.
 */
class TranscriptsTest {
    static List<Transcript> ported() throws IOException {
        return Transcript.all().stream()
                .filter(transcript -> transcript.port() != null)
                .toList();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("ported")
    void shouldPrintWhatPerlPrintsWhenPorted(Transcript transcript) throws Exception {
        List<String> perl = Rules.apply(transcript, transcript.perl());

        List<String> usher = Rules.apply(transcript, transcript.usher());

        if (!transcript.differs()) {
            assertEquals(String.join("\n", perl), String.join("\n", usher));
            assertFalse(Files.exists(transcript.diff()), "there is no difference, and yet " + transcript.diff());
        } else {
            assertFalse(perl.equals(usher), "there is no difference, and yet an annotation that explains one");
            List<String> diff = Diff.of(perl, usher);
            if (Boolean.getBoolean("usher.transcripts.write")) {
                Files.write(transcript.diff(), diff, UTF_8);
            }
            assertEquals(
                    String.join("\n", Files.readAllLines(transcript.diff(), UTF_8)),
                    String.join("\n", diff),
                    "if that is meant: run this test with -Dusher.transcripts.write=true");
        }
    }

    @Test
    void shouldPortEveryTranscript() throws IOException {
        List<String> missing = new ArrayList<>();
        for (Transcript transcript : Transcript.all()) {
            if (transcript.port() == null) {
                missing.add(transcript.name());
            }
        }

        assertEquals(List.of(), missing);
        assertFalse(ported().isEmpty());
    }
}
