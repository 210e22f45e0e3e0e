package dev.usher.benchmarks;

import dev.usher.benchmarks.measure.Options;
import dev.usher.benchmarks.measure.Pace;
import dev.usher.benchmarks.process.Jvm;
import dev.usher.benchmarks.workload.Contestant;
import dev.usher.benchmarks.workload.Workload;
import dev.usher.benchmarks.workload.Workloads;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The one program that measures whole servers and clients: starts each contestant of each workload in turn on one core,
 * loads it from the other, prints what it costs, and writes tables and charts. {@code benchmarks/README.md} tells how
 * to run it.
 */
final class Harness {

    private Harness() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        try {
            System.exit(run(Options.parse(arguments, OPTIONS)) ? 0 : 1);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(2);
        }
    }

    static final String[] OPTIONS = Stream.concat(
                    Stream.of(
                            "workloads",
                            "all",
                            "variants",
                            "all",
                            "rounds",
                            "3",
                            "warmup",
                            "5",
                            "seconds",
                            "5",
                            "results",
                            "benchmarks/results"),
                    Stream.of(Workloads.options()))
            .toArray(String[]::new);

    private static boolean run(Options options) throws IOException, InterruptedException {
        List<Workload> chosen = chosen(Workloads.all(options), options);
        int rounds = options.positive("rounds");
        Pace pace = new Pace(options.number("warmup"), options.positive("seconds"));
        String conditions = Jvm.conditions() + "; " + rounds + (rounds == 1 ? " round of " : " rounds of ")
                + pace.seconds() + " s after " + pace.warmupSeconds() + " s of warm-up, medians";
        System.out.println(conditions);
        Report report = new Report(Path.of(options.text("results")), conditions);
        Jvm.pinSelf(Jvm.LOAD_CORE);
        Rounds measured = new Rounds(rounds, pace, System.out);
        for (Workload workload : chosen) {
            List<Outcome> outcomes = measured.run(workload);
            if (!outcomes.isEmpty()) {
                System.out.println("\n# " + workload.title() + "\n\n" + Table.of(workload, outcomes));
                report.write(workload, outcomes);
            }
        }
        return !measured.failed();
    }

    /** What {@code --workloads} and {@code --variants} leave of all there is. */
    static List<Workload> chosen(List<Workload> all, Options options) {
        List<String> names = options.list("variants");
        List<Workload> chosen = Workload.chosen(all, options.list("workloads"));
        List<String> known = chosen.stream()
                .flatMap(workload -> workload.cases().stream())
                .flatMap(each -> each.contestants().stream())
                .map(Contestant::name)
                .distinct()
                .toList();
        for (String name : names) {
            if (!name.equals("all") && !known.contains(name)) {
                throw new IllegalArgumentException("no variant " + name + " in these workloads; --variants takes all,"
                        + " or names of " + known.stream().sorted().collect(Collectors.joining(", ")));
            }
        }
        return chosen.stream()
                .map(workload -> workload.only(names))
                .filter(workload -> !workload.cases().isEmpty())
                .toList();
    }
}
