package dev.usher.benchmarks.server;

import dev.usher.benchmarks.measure.Options;
import dev.usher.component.tcp.TcpServer;
import dev.usher.component.tcp.TcpServerBuilder;
import dev.usher.kernel.Kernel;
import dev.usher.recorder.FlightRecorder;

/** What is measured in the wire benchmarks: a line echo as a user of Usher writes it. One thread. */
public final class UsherEchoServer {

    private UsherEchoServer() {}

    public static void main(String[] arguments) {
        Options options = Options.of(arguments, "port", "0", "record", "0", "cert", "", "key", "");
        Kernel kernel = kernel(options.number("record"));
        TcpServerBuilder<Void, String, String> server = TcpServer.at(options.number("port"))
                .address("127.0.0.1")
                .backlog(4_096)
                .started((listener, poe) -> System.out.println("listening on 127.0.0.1:" + listener.port()))
                .clientInput((client, poe, line) -> client.put(line));
        if (!options.text("cert").isEmpty()) {
            server.tls(options.text("cert"), options.text("key"));
        }
        server.start(kernel);
        kernel.run();
    }

    private static Kernel kernel(int megabytes) {
        return megabytes == 0
                ? new Kernel()
                : Kernel.builder().seams(FlightRecorder.keeping(megabytes)).build();
    }
}
