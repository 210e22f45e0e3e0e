package dev.usher.benchmarks;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The kinds of server of files: each answers {@link FileScript}, with one thread for its connections. */
final class FileServers {

    static final String ALL = "netty,usher,vertx,nginx";

    private FileServers() {}

    /** Those of the options {@code --variants} and {@code --usher} that can be started here. */
    static List<Variant> of(Options options, Path folder) {
        String[] served = {"--folder", folder.toString()};
        Map<String, Variant> known = new LinkedHashMap<>();
        known.put("netty", Variant.ours("netty", NettyFileServer.class, served));
        known.put("usher", Variant.usher(options, UsherFileServer.class, served));
        known.put("vertx", Variant.ours("vertx", VertxFileServer.class, served));
        known.put("nginx", Nginx.files(folder));
        return Variant.of(options, known);
    }
}
