package dev.usher.benchmarks.server;

import dev.usher.benchmarks.measure.Options;
import dev.usher.component.tcp.TcpServer;
import dev.usher.component.tcp.TcpServerBuilder;
import dev.usher.kernel.Kernel;
import dev.usher.kernel.KernelBuilder;
import dev.usher.recorder.FlightRecorder;
import java.time.Duration;

/** What is measured in the wire benchmarks: a line echo as a user of Usher writes it. One thread. */
public final class UsherEchoServer {

    private UsherEchoServer() {}

    public static void main(String[] arguments) {
        Options options = Options.of(arguments, "port", "0", "record", "0", "spin", "0", "cert", "", "key", "");
        Kernel kernel = kernel(options.number("record"), options.number("spin"));
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

    private static Kernel kernel(int megabytes, int spinUs) {
        KernelBuilder kernel = Kernel.builder().spin(Duration.ofNanos(1_000L * spinUs));
        return megabytes == 0
                ? kernel.build()
                : kernel.seams(FlightRecorder.keeping(megabytes)).build();
    }
}
