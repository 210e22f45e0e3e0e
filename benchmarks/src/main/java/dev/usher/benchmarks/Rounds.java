package dev.usher.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Measures servers over loopback by what the operating system says they cost: CPU microseconds of the whole server
 * process per request. Every round measures every variant once, each in a fresh process, and begins with another one;
 * ratios to the first variant are taken within a round. One thread.
 */
final class Rounds {

    private final Options options;
    private final List<Variant> variants;
    private final String script;
    private final String request;
    private final Map<String, Figures> figures = new LinkedHashMap<>();

    /**
     * Prepares.
     *
     * @param options those of {@link #options}
     * @param variants the first is the one to compare with
     * @param script what is asked of them
     * @param request what a request of the script is called
     */
    Rounds(Options options, List<Variant> variants, String script, String request) {
        this.options = options;
        this.variants = variants;
        this.script = script;
        this.request = request;
    }

    /** The command line of a program that measures so. */
    static Options options(String[] arguments, String variants, String... more) {
        List<String> defaults = new ArrayList<>(List.of(more));
        defaults.addAll(List.of(
                "rounds",
                "5",
                "warmup",
                "3",
                "seconds",
                "5",
                "variants",
                variants,
                "connections",
                "50",
                "depth",
                "1,16",
                "usher",
                Variant.USHER));
        return Options.of(arguments, defaults.toArray(new String[0]));
    }

    void run() throws IOException, InterruptedException {
        System.out.println(Jvm.conditions());
        for (int round = 0; round < options.number("rounds"); round++) {
            for (String depth : options.list("depth")) {
                for (int i = 0; i < variants.size(); i++) {
                    measure(round, variants.get((round + i) % variants.size()), Integer.parseInt(depth));
                }
            }
        }
        table();
    }

    private void measure(int round, Variant variant, int depth) throws IOException, InterruptedException {
        try (ServerProcess server = variant.launch().start()) {
            Load.Result result = Load.fork(
                    script,
                    server,
                    options.number("connections"),
                    depth,
                    options.number("warmup"),
                    options.number("seconds"));
            System.out.printf("round %d depth %d %s: %s%n", round + 1, depth, variant.name(), result);
            figures.computeIfAbsent(depth + " " + variant.name(), key -> new Figures())
                    .add(result);
        }
    }

    private void table() {
        String baseline = variants.get(0).name();
        System.out.printf(
                "%n| depth | server | CPU µs per %s | to %s | %ss/s | p50 µs | p99 µs |%n", request, baseline, request);
        System.out.println("|--:|---|--:|--:|--:|--:|--:|");
        for (String depth : options.list("depth")) {
            Figures floor = figures.get(depth + " " + baseline);
            for (Variant variant : variants) {
                Figures of = figures.get(depth + " " + variant.name());
                System.out.printf(
                        Locale.ROOT,
                        "| %s | %s | %.3f | %.2f | %.0f | %.0f | %.0f |%n",
                        depth,
                        variant.name(),
                        of.cpuUs.median(),
                        of.cpuUs.over(floor.cpuUs).median(),
                        of.perSecond.median(),
                        of.p50Us.median(),
                        of.p99Us.median());
            }
        }
    }

    private static final class Figures {

        private final Series cpuUs = new Series();
        private final Series perSecond = new Series();
        private final Series p50Us = new Series();
        private final Series p99Us = new Series();

        void add(Load.Result result) {
            cpuUs.add(result.cpuUs());
            perSecond.add(result.operations() / result.seconds());
            p50Us.add(result.p50Us());
            p99Us.add(result.p99Us());
        }
    }
}
