package dev.usher.benchmarks;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Measures line echo servers over loopback by what the operating system says they cost: CPU microseconds of the whole
 * server process per line. Every round measures every variant once, each in fresh JVMs, and begins with another one;
 * ratios to the first variant are taken within a round. One thread.
 */
final class WireBenchmark {

    private final Options options;
    private final List<EchoVariant> variants;
    private final Map<String, Figures> figures = new LinkedHashMap<>();

    private WireBenchmark(Options options) {
        this.options = options;
        variants = EchoVariant.of(options);
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        new WireBenchmark(Options.of(
                        arguments,
                        "rounds",
                        "5",
                        "warmup",
                        "3",
                        "seconds",
                        "5",
                        "variants",
                        "raw,netty,usher",
                        "connections",
                        "50",
                        "depth",
                        "1,16",
                        "usher",
                        EchoVariant.USHER))
                .run();
    }

    private void run() throws IOException, InterruptedException {
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

    private void measure(int round, EchoVariant variant, int depth) throws IOException, InterruptedException {
        try (ServerProcess server = new ServerProcess(variant.arguments())) {
            EchoLoad.Result result = EchoLoad.fork(
                    server, options.number("connections"), depth, options.number("warmup"), options.number("seconds"));
            System.out.printf("round %d depth %d %s: %s%n", round + 1, depth, variant.name(), result);
            figures.computeIfAbsent(depth + " " + variant.name(), key -> new Figures())
                    .add(result);
        }
    }

    private void table() {
        if (variants.isEmpty()) {
            return;
        }
        String baseline = variants.get(0).name();
        System.out.printf("%n| depth | server | CPU µs per line | to %s | lines/s | p50 µs | p99 µs |%n", baseline);
        System.out.println("|--:|---|--:|--:|--:|--:|--:|");
        for (String depth : options.list("depth")) {
            Figures floor = figures.get(depth + " " + baseline);
            for (EchoVariant variant : variants) {
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

        void add(EchoLoad.Result result) {
            cpuUs.add(result.cpuUs());
            perSecond.add(result.operations() / result.seconds());
            p50Us.add(result.p50Us());
            p99Us.add(result.p99Us());
        }
    }
}
