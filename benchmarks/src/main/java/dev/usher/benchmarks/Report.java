package dev.usher.benchmarks;

import dev.usher.benchmarks.workload.Workload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A folder of what was measured: a file of tables and a chart for each workload, and one that lists them. What an
 * earlier run wrote of another workload stays. Used by one thread.
 */
final class Report {

    private static final String INDEX = "README.md";

    private final Path folder;
    private final String conditions;

    /**
     * Makes the folder.
     *
     * @param conditions of the run, which a reader has to know
     */
    Report(Path folder, String conditions) throws IOException {
        this.folder = folder;
        this.conditions = conditions;
        Files.createDirectories(folder);
    }

    /** Writes the tables and the chart of a workload. */
    void write(Workload workload, List<Outcome> outcomes) throws IOException {
        String chart = workload.name() + ".svg";
        Files.writeString(folder.resolve(chart), Chart.of(workload, outcomes));
        Files.writeString(
                folder.resolve(workload.name() + ".md"),
                "# " + workload.title() + "\n\n" + conditions + "\n\n![" + workload.title() + "](" + chart + ")\n\n"
                        + Table.of(workload, outcomes).strip() + "\n");
        writeIndex();
    }

    private void writeIndex() throws IOException {
        List<String> lines = new ArrayList<>(List.of(
                "# Results", "", "Written by the harness, see [how to run it and how to read it](../README.md).", ""));
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.sorted().toList()) {
                String name = file.getFileName().toString();
                if (name.endsWith(".md") && !name.equals(INDEX)) {
                    String title = Files.readAllLines(file).get(0).replaceFirst("^# ", "");
                    lines.add("- [" + title + "](" + name + ")");
                }
            }
        }
        Files.write(folder.resolve(INDEX), lines);
    }
}
