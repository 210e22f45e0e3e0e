package dev.usher.benchmarks.server;

import dev.usher.benchmarks.measure.Options;
import dev.usher.component.http.HttpServer;
import dev.usher.component.http.StaticFiles;
import dev.usher.kernel.Kernel;
import java.nio.file.Path;

/** What is measured in the benchmark of files: a folder as a user of Usher serves it. One thread. */
public final class UsherFileServer {

    private UsherFileServer() {}

    public static void main(String[] arguments) {
        Options options = Options.of(arguments, "port", "0", "folder", ".");
        Kernel kernel = new Kernel();
        HttpServer.at(options.number("port"))
                .address("127.0.0.1")
                .backlog(4_096)
                .keepAlive(Integer.MAX_VALUE)
                .started((listener, poe) -> System.out.println("listening on 127.0.0.1:" + listener.port()))
                .handler("^/", StaticFiles.of("/", Path.of(options.text("folder"))))
                .start(kernel);
        kernel.run();
    }
}
