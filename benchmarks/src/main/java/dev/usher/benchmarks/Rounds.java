package dev.usher.benchmarks;

import dev.usher.benchmarks.measure.Figure;
import dev.usher.benchmarks.measure.Pace;
import dev.usher.benchmarks.workload.Case;
import dev.usher.benchmarks.workload.Contestant;
import dev.usher.benchmarks.workload.Workload;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Measures workloads. Every round measures every contestant of a case once and begins with another one, so that what
 * slows a round down slows all of them, and ratios are taken within a round. One thread.
 */
final class Rounds {

    private final int rounds;
    private final Pace pace;
    private final PrintStream log;
    private final Set<String> told = new HashSet<>();
    private boolean failed;

    Rounds(int rounds, Pace pace, PrintStream log) {
        this.rounds = rounds;
        this.pace = pace;
        this.log = log;
    }

    /** @return whether a contestant that was there did not do what it was asked */
    boolean failed() {
        return failed;
    }

    /** @return what was measured of each case; none of a case whose contestants are all missing */
    List<Outcome> run(Workload workload) throws InterruptedException {
        List<Outcome> outcomes = new ArrayList<>();
        for (Case each : workload.cases()) {
            List<Contestant> present = present(each);
            if (!present.isEmpty()) {
                outcomes.add(new Outcome(new Case(each.name(), each.title(), present)));
            }
        }
        for (int round = 0; round < rounds; round++) {
            for (Outcome outcome : outcomes) {
                List<Contestant> contestants = outcome.of().contestants();
                for (int i = 0; i < contestants.size(); i++) {
                    measure(workload, outcome, contestants.get((round + i) % contestants.size()), round);
                }
            }
        }
        return outcomes;
    }

    private List<Contestant> present(Case of) {
        List<Contestant> present = new ArrayList<>();
        for (Contestant contestant : of.contestants()) {
            if (contestant.missing() == null) {
                present.add(contestant);
            } else if (told.add(contestant.name() + contestant.missing())) {
                log.println("skipped " + contestant.name() + ": there is no " + contestant.missing());
            }
        }
        return present;
    }

    private void measure(Workload workload, Outcome outcome, Contestant contestant, int round)
            throws InterruptedException {
        if (outcome.failure(contestant.name()) != null) {
            return;
        }
        String what = workload.name() + "/" + outcome.of().name() + " round " + (round + 1) + " " + contestant.name();
        try {
            Map<Figure, Double> measured = contestant.trial().run(pace);
            outcome.add(contestant.name(), measured);
            log.println(what + ":" + line(workload, measured));
        } catch (IOException | RuntimeException e) {
            failed = true;
            outcome.fail(contestant.name(), "" + e.getMessage());
            log.println(what + ": FAILED: " + e);
        }
    }

    private static String line(Workload workload, Map<Figure, Double> measured) {
        StringBuilder line = new StringBuilder();
        for (Figure figure : workload.figures()) {
            if (measured.containsKey(figure)) {
                line.append(line.isEmpty() ? " " : ", ")
                        .append(figure.heading(workload.unit()))
                        .append(' ')
                        .append(figure.text(measured.get(figure)));
            }
        }
        return line.toString();
    }
}
