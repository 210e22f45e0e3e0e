package dev.usher.benchmarks.server;

import dev.usher.benchmarks.measure.Options;
import dev.usher.component.tcp.TcpServer;
import dev.usher.component.tcp.TcpServerBuilder;
import dev.usher.filters.BlockFilter;
import dev.usher.filters.StreamFilter;
import dev.usher.kernel.Kernel;

/** What is measured in the benchmark of large records: an echo of blocks, or of bytes as they come. One thread. */
public final class UsherBlockServer {

    private UsherBlockServer() {}

    public static void main(String[] arguments) {
        Options options = Options.of(arguments, "port", "0", "block", "0", "cert", "", "key", "");
        int block = options.number("block");
        Kernel kernel = new Kernel();
        TcpServerBuilder<Void, byte[], byte[]> server = filtered(TcpServer.at(options.number("port")), block)
                .address("127.0.0.1")
                .backlog(4_096)
                .started((listener, poe) -> System.out.println("listening on 127.0.0.1:" + listener.port()))
                .clientInput((client, poe, bytes) -> client.put(bytes));
        if (!options.text("cert").isEmpty()) {
            server.tls(options.text("cert"), options.text("key"));
        }
        server.start(kernel);
        kernel.run();
    }

    private static TcpServerBuilder<Void, byte[], byte[]> filtered(TcpServerBuilder<Void, ?, ?> server, int block) {
        return block == 0
                ? server.filters(StreamFilter::new, StreamFilter::new)
                : server.filters(() -> BlockFilter.fixed(block), () -> BlockFilter.fixed(block));
    }
}
