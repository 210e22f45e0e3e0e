package dev.usher.benchmarks;

import dev.usher.benchmarks.measure.Figure;
import dev.usher.benchmarks.workload.Contestant;
import dev.usher.benchmarks.workload.Workload;
import java.util.List;
import java.util.Locale;

/** The Markdown of a {@link Workload} that was measured: a table for each of its cases. Used by one thread. */
final class Table {

    private Table() {}

    /** @return a heading and a table for each case */
    static String of(Workload workload, List<Outcome> outcomes) {
        StringBuilder text = new StringBuilder();
        for (Outcome outcome : outcomes) {
            text.append("## ").append(outcome.of().title()).append("\n\n");
            append(text, workload, outcome);
            text.append('\n');
        }
        return text.toString();
    }

    private static void append(StringBuilder text, Workload workload, Outcome outcome) {
        Figure first = workload.figures().get(0);
        String baseline = outcome.baseline();
        text.append("| |");
        for (Figure figure : workload.figures()) {
            text.append(' ').append(figure.heading(workload.unit())).append(" |");
            if (figure == first && baseline != null) {
                text.append(" to ").append(baseline).append(" |");
            }
        }
        int columns = workload.figures().size() + (baseline == null ? 0 : 1);
        text.append("\n|---|").append("--:|".repeat(columns)).append('\n');
        for (Contestant contestant : outcome.of().contestants()) {
            String name = contestant.name();
            if (outcome.failure(name) != null) {
                text.append("| ")
                        .append(name)
                        .append(" | failed |")
                        .append(" |".repeat(columns - 1))
                        .append('\n');
            } else if (outcome.measured().contains(name)) {
                text.append("| ").append(name).append(" |");
                for (Figure figure : workload.figures()) {
                    text.append(' ')
                            .append(figure.text(outcome.series(name, figure).median()))
                            .append(" |");
                    if (figure == first && baseline != null) {
                        text.append(' ')
                                .append(ratio(outcome.ratio(name, figure)))
                                .append(" |");
                    }
                }
                text.append('\n');
            }
        }
    }

    private static String ratio(double ratio) {
        return Double.isNaN(ratio) ? "–" : String.format(Locale.ROOT, "%.2f", ratio);
    }
}
