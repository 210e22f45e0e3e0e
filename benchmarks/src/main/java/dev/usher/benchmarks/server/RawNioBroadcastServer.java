package dev.usher.benchmarks.server;

import dev.usher.benchmarks.measure.Options;
import java.io.IOException;
import java.nio.channels.SocketChannel;

/** The floor of a broadcast: what one WebSocket client says is written to all. One thread. */
public final class RawNioBroadcastServer extends RawNioRoom {

    private RawNioBroadcastServer(int port) throws IOException {
        super(port);
    }

    public static void main(String[] arguments) throws IOException {
        Options options = Options.of(arguments, "port", "0");
        new RawNioBroadcastServer(options.number("port")).run();
    }

    @Override
    void opened(SocketChannel by) {
        join(by);
    }

    @Override
    void said(SocketChannel by, byte[] window, int count) throws IOException {
        tellAll(out);
    }
}
