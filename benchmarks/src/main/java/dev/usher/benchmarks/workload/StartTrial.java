package dev.usher.benchmarks.workload;

import dev.usher.benchmarks.load.HttpScript;
import dev.usher.benchmarks.load.Load;
import dev.usher.benchmarks.measure.Figure;
import dev.usher.benchmarks.measure.Options;
import dev.usher.benchmarks.measure.Pace;
import dev.usher.benchmarks.measure.Series;
import dev.usher.benchmarks.process.ServerProcess;
import dev.usher.benchmarks.process.Variant;
import java.io.File;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Measures how long a server takes from the start of its process to the head of its first answer; as it is, and with an
 * archive of its classes that a first run has left (class-data sharing). One thread.
 */
final class StartTrial {

    private static final byte[] REQUEST =
            ("GET " + HttpScript.TARGET + " HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n").getBytes(StandardCharsets.US_ASCII);

    private final Map<String, Path> archives = new HashMap<>();

    static Workload workload(Options options) {
        StartTrial trial = new StartTrial();
        List<Contestant> plain = new ArrayList<>();
        List<Contestant> archived = new ArrayList<>();
        for (Variant variant : HttpServers.all(options).values()) {
            plain.add(new Contestant(variant.name(), variant.missing(), pace -> run(variant, pace)));
            if (!variant.arguments().isEmpty()) {
                archived.add(new Contestant(
                        variant.name(),
                        variant.missing() == null ? unarchivable(variant) : variant.missing(),
                        pace -> run(variant.with(List.of("-XX:SharedArchiveFile=" + trial.archive(variant))), pace)));
            }
        }
        return new Workload(
                "start",
                "From the start to the first answer",
                "start",
                List.of(Figure.FIRST_ANSWER_MS, Figure.CPU_MS, Figure.RESIDENT_MB),
                List.of(
                        new Case("plain", "HTTP servers as they are", plain),
                        new Case("cds", "HTTP servers with an archive of their classes", archived)));
    }

    /** @return why no archive can be made, or null */
    private static String unarchivable(Variant variant) {
        int at = variant.arguments().indexOf("-cp") + 1;
        boolean jars = at == 0
                || Stream.of(variant.arguments().get(at).split(File.pathSeparator))
                        .noneMatch(entry -> new File(entry).isDirectory());
        return jars ? null : "archive of classes that are in folders: run the harness from its jar";
    }

    private Path archive(Variant variant) throws IOException, InterruptedException {
        Path archive = archives.get(variant.name());
        if (archive == null) {
            Path folder = Files.createTempDirectory("usher-classes");
            archive = folder.resolve(variant.name() + ".jsa");
            folder.toFile().deleteOnExit();
            archive.toFile().deleteOnExit();
            try (ServerProcess server = variant.with(
                            List.of("-XX:ArchiveClassesAtExit=" + archive, "-Xlog:disable", "-Xlog:all=error:stderr"))
                    .launch()
                    .start()) {
                ask(server);
            }
            if (!Files.exists(archive)) {
                throw new IOException("the JVM left no archive of the classes of " + variant.name());
            }
            archives.put(variant.name(), archive);
        }
        return archive;
    }

    /** As many starts as fit into the time, one at least; before them one for what has to be compiled or read first. */
    private static Map<Figure, Double> run(Variant variant, Pace pace) throws IOException, InterruptedException {
        Series ms = new Series();
        Series cpuMs = new Series();
        Series resident = new Series();
        long end = System.nanoTime() + pace.seconds() * 1_000_000_000L;
        for (boolean first = true; first || ms.size() == 0 || System.nanoTime() < end; first = false) {
            long beganNs = System.nanoTime();
            try (ServerProcess server = variant.launch().start()) {
                ask(server);
                double tookMs = (System.nanoTime() - beganNs) / 1e6;
                if (!first) {
                    ms.add(tookMs);
                    cpuMs.add(server.cpuNs() / 1e6);
                    resident.add(server.residentBytes() < 0 ? Double.NaN : server.residentBytes() / 1e6);
                }
            }
        }
        Map<Figure, Double> measured = new EnumMap<>(Figure.class);
        measured.put(Figure.FIRST_ANSWER_MS, ms.median());
        measured.put(Figure.CPU_MS, cpuMs.median());
        measured.put(Figure.RESIDENT_MB, resident.median());
        return measured;
    }

    private static void ask(ServerProcess server) throws IOException {
        try (SocketChannel channel = Load.connect(server.port())) {
            String head = Load.head(channel, REQUEST);
            if (!head.startsWith("HTTP/1.1 200")) {
                throw new IOException("the first request was answered: " + head);
            }
        }
    }
}
