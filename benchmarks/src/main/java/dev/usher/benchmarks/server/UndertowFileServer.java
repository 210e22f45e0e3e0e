package dev.usher.benchmarks.server;

import dev.usher.benchmarks.measure.Options;
import io.undertow.Handlers;
import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.server.handlers.resource.PathResourceManager;
import java.net.InetSocketAddress;
import java.nio.file.Path;

/** Undertow's own handler of files, which has a worker thread for what may block; one I/O thread. */
public final class UndertowFileServer {

    private UndertowFileServer() {}

    public static void main(String[] arguments) {
        Options options = Options.of(arguments, "port", "0", "folder", ".");
        Undertow server = Undertow.builder()
                .addHttpListener(options.number("port"), "127.0.0.1")
                .setIoThreads(1)
                .setWorkerThreads(1)
                .setSocketOption(org.xnio.Options.BACKLOG, 4_096)
                .setServerOption(UndertowOptions.ALWAYS_SET_DATE, true)
                .setServerOption(UndertowOptions.ALWAYS_SET_KEEP_ALIVE, false)
                .setHandler(Handlers.resource(new PathResourceManager(Path.of(options.text("folder")))))
                .build();
        server.start();
        InetSocketAddress address =
                (InetSocketAddress) server.getListenerInfo().get(0).getAddress();
        System.out.println("listening on 127.0.0.1:" + address.getPort());
    }
}
