package dev.usher.benchmarks;

import dev.usher.benchmarks.measure.Figure;
import dev.usher.benchmarks.measure.Series;
import dev.usher.benchmarks.workload.Workload;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * An SVG drawing of a {@link Workload} that was measured: for each case a panel with a bar per contestant, shortest
 * first, as long as the median of its first figure; a thin line reaches from the least to the most of all rounds. Our
 * own bar has another colour. Each panel has a scale of its own. Used by one thread.
 */
final class Chart {

    private static final int WIDTH = 760;
    private static final int LABEL = 130;
    private static final int NUMBER = 90;
    private static final int ROW = 22;
    private static final int TITLE = 34;
    private static final int HEADING = 30;
    private static final double SPACE = WIDTH - LABEL - NUMBER;

    private final Workload workload;
    private final Figure figure;
    private final StringBuilder svg = new StringBuilder();
    private int y = TITLE;

    private Chart(Workload workload) {
        this.workload = workload;
        this.figure = workload.figures().get(0);
    }

    /** @return a whole SVG document */
    static String of(Workload workload, List<Outcome> outcomes) {
        Chart chart = new Chart(workload);
        for (Outcome outcome : outcomes) {
            chart.panel(outcome);
        }
        int height = chart.y + 10;
        return String.format(
                        Locale.ROOT,
                        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%1$d\" height=\"%2$d\""
                                + " viewBox=\"0 0 %1$d %2$d\" font-family=\"sans-serif\" font-size=\"13\">%n"
                                + "<rect width=\"%1$d\" height=\"%2$d\" fill=\"#ffffff\"/>%n",
                        WIDTH,
                        height)
                + text(10, 22, "start", "16", workload.title() + ": " + chart.figure.heading(workload.unit()))
                + chart.svg + "</svg>\n";
    }

    private void panel(Outcome outcome) {
        svg.append(text(10, y + 20, "start", "13", outcome.of().title()));
        y += HEADING;
        double longest = outcome.measured().stream()
                .mapToDouble(name -> outcome.series(name, figure).most())
                .filter(value -> !Double.isNaN(value))
                .max()
                .orElse(1);
        double scale = SPACE / Math.max(longest, Double.MIN_NORMAL);
        outcome.measured().stream()
                .sorted(Comparator.comparingDouble(
                        name -> outcome.series(name, figure).median()))
                .forEach(name -> bar(name, outcome.series(name, figure), scale));
        y += 8;
    }

    private void bar(String name, Series series, double scale) {
        double median = series.median();
        double width = Double.isNaN(median) ? 0 : median * scale;
        svg.append(text(LABEL - 8, y + 15, "end", "13", name));
        svg.append(String.format(
                Locale.ROOT,
                "<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\"/>%n",
                LABEL,
                y + 2,
                width,
                ROW - 5,
                name.startsWith("usher") ? "#c2410c" : "#94a3b8"));
        double end = width;
        if (series.size() > 1) {
            end = series.most() * scale;
            svg.append(String.format(
                    Locale.ROOT,
                    "<line x1=\"%.1f\" y1=\"%4$d\" x2=\"%.1f\" y2=\"%4$d\" stroke=\"%s\"/>%n",
                    LABEL + series.least() * scale,
                    LABEL + end,
                    "#1e293b",
                    y + ROW / 2 - 1));
        }
        svg.append(text(LABEL + end + 6, y + 15, "start", "13", figure.text(median)));
        y += ROW;
    }

    private static String text(double x, int y, String anchor, String size, String words) {
        return String.format(
                Locale.ROOT,
                "<text x=\"%.1f\" y=\"%d\" text-anchor=\"%s\" font-size=\"%s\" fill=\"#0f172a\">%s</text>%n",
                x,
                y,
                anchor,
                size,
                words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"));
    }
}
