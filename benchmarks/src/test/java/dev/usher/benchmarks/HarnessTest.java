package dev.usher.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.benchmarks.measure.Figure;
import dev.usher.benchmarks.measure.Options;
import dev.usher.benchmarks.measure.Pace;
import dev.usher.benchmarks.measure.Series;
import dev.usher.benchmarks.workload.Case;
import dev.usher.benchmarks.workload.Contestant;
import dev.usher.benchmarks.workload.Workload;
import dev.usher.benchmarks.workload.Workloads;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is chosen, in which order it is measured, and what becomes of those who cannot be. */
class HarnessTest {

    private final List<String> asked = new ArrayList<>();
    private final ByteArrayOutputStream log = new ByteArrayOutputStream();
    private final Rounds rounds = new Rounds(3, new Pace(0, 1), new PrintStream(log, true, StandardCharsets.UTF_8));

    private Workload workload(String name, String... shapes) {
        List<Case> cases = new ArrayList<>();
        for (String shape : shapes) {
            cases.add(new Case(shape, shape, List.of(contestant("raw"), contestant("netty"), contestant("usher"))));
        }
        return new Workload(name, name, "line", List.of(Figure.CPU_US), cases);
    }

    private Contestant contestant(String name) {
        return new Contestant(name, null, pace -> {
            asked.add(name);
            return Map.of(Figure.CPU_US, (double) asked.size());
        });
    }

    private List<Workload> chosen(String... arguments) {
        return Harness.chosen(
                List.of(workload("echo", "1x1", "50x1"), workload("http", "50x1")),
                Options.parse(arguments, Harness.OPTIONS));
    }

    private static List<String> names(Workload workload) {
        return workload.cases().stream().map(Case::name).toList();
    }

    @Test
    void shouldTakeAllUnlessToldOtherwise() {
        List<Workload> chosen = chosen();

        assertEquals(List.of("1x1", "50x1"), names(chosen.get(0)));
        assertEquals(List.of("50x1"), names(chosen.get(1)));
    }

    @Test
    void shouldTakeTheWorkloadsCasesAndVariantsThatAreNamed() {
        List<Workload> chosen = chosen("--workloads", "echo/50x1,http", "--variants", "usher,raw");

        assertEquals(List.of("50x1"), names(chosen.get(0)));
        assertEquals(List.of("50x1"), names(chosen.get(1)));
        List<Contestant> contestants = chosen.get(0).cases().get(0).contestants();
        assertEquals(
                List.of("usher", "raw"),
                contestants.stream().map(Contestant::name).toList());
    }

    @ParameterizedTest
    @CsvSource({
        "--workloads, ftp, 'no workload ftp; --workloads takes all, or names of echo (echo/1x1 echo/50x1), http'",
        "--workloads, echo/2x2, 'no workload echo/2x2; '",
        "--variants, iis, 'no variant iis in these workloads; --variants takes all, or names of netty, raw, usher'",
        "--rounds, three, 'option --rounds needs a number, as 3, not three'",
        "--rounds, -1, 'option --rounds needs a number, as 3, not -1'",
        "--round, 1, 'unknown option --round, known are [--results, --rounds'",
        "rounds, 1, 'unknown option rounds'"
    })
    void shouldSayWhatToTypeWhenTheCommandLineIsWrong(String option, String value, String said) {
        Exception thrown = assertThrows(IllegalArgumentException.class, () -> chosen(option, value));

        assertTrue(thrown.getMessage().startsWith(said), thrown::getMessage);
    }

    @Test
    void shouldSayWhatToTypeWhenAValueIsMissingOrNothing() {
        Exception missing = assertThrows(IllegalArgumentException.class, () -> chosen("--seconds"));
        assertEquals("option --seconds needs a value", missing.getMessage());

        Options none = Options.parse(new String[] {"--seconds", "0"}, Harness.OPTIONS);
        Exception zero = assertThrows(IllegalArgumentException.class, () -> none.positive("seconds"));
        assertEquals("option --seconds must be 1 or more", zero.getMessage());
    }

    @Test
    void shouldBeginEveryRoundWithAnotherContestant() throws InterruptedException {
        List<Outcome> outcomes = rounds.run(workload("echo", "1x1"));

        assertEquals(List.of("raw", "netty", "usher", "netty", "usher", "raw", "usher", "raw", "netty"), asked);
        Series raw = outcomes.get(0).series("raw", Figure.CPU_US);
        assertEquals(List.of(1.0, 6.0, 8.0), List.of(raw.least(), raw.median(), raw.most()));
        // Of 2 / 1, 4 / 6 and 9 / 8.
        assertEquals(9 / 8.0, outcomes.get(0).ratio("netty", Figure.CPU_US));
    }

    @Test
    void shouldGoOnWithTheOthersWhenOneIsMissingOrFails() throws InterruptedException {
        Contestant missing = new Contestant("nginx", "nginx on the path", pace -> Map.of());
        Contestant failing = new Contestant("broken", null, pace -> {
            throw new IOException("it ended");
        });
        Case shape = new Case("1x1", "1x1", List.of(missing, failing, contestant("usher")));

        List<Outcome> outcomes =
                rounds.run(new Workload("echo", "echo", "line", List.of(Figure.CPU_US), List.of(shape)));

        assertEquals(List.of("usher"), outcomes.get(0).measured());
        assertEquals("it ended", outcomes.get(0).failure("broken"));
        assertNull(outcomes.get(0).baseline());
        assertTrue(rounds.failed());
        String said = log.toString(StandardCharsets.UTF_8);
        assertEquals(said.indexOf("skipped nginx: there is no nginx on the path"), said.lastIndexOf("skipped"));
        assertTrue(said.contains("echo/1x1 round 1 broken: FAILED: java.io.IOException: it ended"), said);
    }

    @Test
    void shouldMeasureNothingWhenAllAreMissing() throws InterruptedException {
        Case shape = new Case("1x1", "1x1", List.of(new Contestant("nginx", "nginx", pace -> Map.of())));

        List<Outcome> outcomes =
                rounds.run(new Workload("echo", "echo", "line", List.of(Figure.CPU_US), List.of(shape)));

        assertEquals(List.of(), outcomes);
    }

    @Test
    void shouldKnowEveryWorkloadByAnotherName() {
        List<Workload> all = Workloads.all(Options.parse(new String[0], Harness.OPTIONS));

        assertEquals(all.size(), all.stream().map(Workload::name).distinct().count());
        for (Workload workload : all) {
            assertEquals(
                    workload.cases().size(), names(workload).stream().distinct().count(), workload.name());
        }
    }
}
