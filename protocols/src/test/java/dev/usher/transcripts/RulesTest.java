package dev.usher.transcripts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** No rule is there for nothing, and none reaches beyond its transcripts. */
class RulesTest {

    @Test
    void shouldFindSomethingInEachTranscriptThatARuleNames() throws Exception {
        for (Rules.Rule rule : Rules.ALL) {
            for (String name : rule.transcripts()) {
                Transcript transcript = new Transcript(name);
                List<String> lines = new ArrayList<>(transcript.perl());
                if (transcript.port() != null) {
                    lines.addAll(transcript.usher());
                }

                lines.addAll(Rules.apply(transcript, transcript.perl())); // what a rule leaves for the next one

                assertTrue(
                        lines.stream()
                                .anyMatch(line -> rule.lines().matcher(line).find()),
                        rule + " in " + name);
            }
        }
    }

    @Test
    void shouldLeaveTranscriptsAloneThatNoRuleNames() throws Exception {
        Transcript transcript = new Transcript("T03");

        assertEquals(transcript.perl(), Rules.apply(transcript, transcript.perl()));
    }
}
