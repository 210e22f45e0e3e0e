package dev.usher.benchmarks.workload;

import dev.usher.benchmarks.load.FileScript;
import dev.usher.benchmarks.measure.Options;
import dev.usher.benchmarks.process.LoadProcess;
import dev.usher.benchmarks.process.Nginx;
import dev.usher.benchmarks.process.ServedFolder;
import dev.usher.benchmarks.process.ServerProcess;
import dev.usher.benchmarks.process.Variant;
import dev.usher.benchmarks.server.NettyFileServer;
import dev.usher.benchmarks.server.UsherFileServer;
import dev.usher.benchmarks.server.VertxFileServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The kinds of server of files: each answers {@link FileScript}, with one thread for its connections. */
final class FileServers {

    private static final int CONNECTIONS = 50;

    private FileServers() {}

    /** @param folder what they serve */
    static Map<String, Variant> all(Options options, Path folder) {
        String[] served = {"--folder", folder.toString()};
        return Variant.named(
                Variant.ours("netty", NettyFileServer.class, served),
                Variant.usher(options, UsherFileServer.class, served),
                Variant.ours("vertx", VertxFileServer.class, served),
                Nginx.files(folder));
    }

    /** Of depth 1 only: nobody downloads in a pipeline. */
    static Workload workload(Options options) {
        return new Workload(
                "files",
                "Static files over HTTP/1.1",
                "request",
                Workload.REQUESTS,
                List.of(shape(options, FileScript.SMALL, "1 KiB"), shape(options, FileScript.LARGE, "1 MiB")));
    }

    private static Case shape(Options options, String script, String size) {
        List<Contestant> contestants = new ArrayList<>();
        for (Variant variant : all(options, Path.of("")).values()) {
            String name = variant.name();
            contestants.add(new Contestant(name, variant.missing(), pace -> {
                try (ServedFolder folder = new ServedFolder();
                        ServerProcess server =
                                all(options, folder.path()).get(name).launch().start()) {
                    return LoadProcess.trial(script, CONNECTIONS, 1, server, pace);
                }
            }));
        }
        return new Case(
                script.substring(FileScript.PREFIX.length()) + "x1",
                "A file of " + size + ", 1 request in flight on each of " + CONNECTIONS + " connections",
                contestants);
    }
}
