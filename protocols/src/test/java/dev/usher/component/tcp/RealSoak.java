package dev.usher.component.tcp;

import dev.usher.kernel.Event;
import dev.usher.kernel.Kernel;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.SplittableRandom;

/**
 * A server and clients on this machine's own sockets, each on a thread of its own, started by {@link RealSoakTest} in a
 * JVM with a small heap. Prints one line of figures; its exit code is 0 if all is back where it began.
 */
final class RealSoak {
    private static final Path HANDLES = Path.of("/proc/self/fd");
    private static final long SLACK = 4_000_000;
    private static final Event<Void> TALK = Event.named("talk");

    private final int clients;
    private final long endNs;
    private final Kernel server = new Kernel();
    private final SplittableRandom random = new SplittableRandom(1);
    private long connected;
    private long disconnected;
    private int port;

    private RealSoak(int clients, int milliseconds) {
        this.clients = clients;
        this.endNs = System.nanoTime() + milliseconds * 1_000_000L;
    }

    /** Connections and milliseconds. */
    public static void main(String[] arguments) throws Exception {
        int clients = Integer.parseInt(arguments[0]);
        int milliseconds = Integer.parseInt(arguments[1]);
        RealSoak soak = round(clients, milliseconds / 10); // whatever is made once is made now, pools too
        long handles = handles();
        long heap = heap();
        soak = round(clients, milliseconds);
        long handlesMore = handles() - handles;
        long heapMore = heap() - heap; // with one kernel that has ended, as before
        System.out.println(clients + " clients, " + soak.connected + " connections, " + soak.disconnected
                + " disconnected, " + soak.server.counts().sessions() + " sessions, "
                + soak.server.counts().watches() + " watches, " + handlesMore + " handles more, heap "
                + heapMore / 1024 + " KiB more, of " + Runtime.getRuntime().maxMemory() / 1024 / 1024 + " MiB");
        boolean same = soak.connected == soak.disconnected
                && soak.connected >= clients
                && soak.server.counts().sessions() == 0
                && soak.server.counts().watches() == 0
                && handlesMore == 0
                && heapMore < SLACK;
        System.exit(same ? 0 : 1);
    }

    private static RealSoak round(int clients, int milliseconds) throws Exception {
        RealSoak soak = new RealSoak(clients, milliseconds);
        soak.serve();
        Thread peers = new Thread(soak::connect, "clients");
        peers.start();
        soak.server.run();
        peers.join();
        return soak;
    }

    private void serve() {
        long id = TcpServer.at(0)
                .address("127.0.0.1")
                .alias("server")
                .clientConnected((client, poe) -> {
                    connected++;
                    client.put("hi");
                })
                .clientInput((client, poe, line) -> {
                    client.put(line);
                    if (line.startsWith("quit")) {
                        client.shutdown();
                    }
                })
                .clientError((client, poe, error) -> {})
                .clientDisconnected((client, poe) -> disconnected++)
                .start(server);
        port = ((TcpListener) server.idToSession(id).orElseThrow().heap()).port();
    }

    /** Each talks, goes after a while, sometimes in the middle, and comes back until time is over. */
    private void connect() {
        Kernel kernel = new Kernel();
        TcpClient<Void, String, String> client = TcpClient.to("127.0.0.1", port)
                .linger(Duration.ofMillis(100))
                .connected((peer, poe) -> poe.yield(TALK))
                .on(TALK, (peer, poe) -> {
                    if (over()) {
                        peer.shutdown();
                    } else if (random.nextInt(20) == 0) {
                        peer.put("half");
                        peer.reconnect();
                    } else {
                        peer.put((random.nextInt(20) == 0 ? "quit" : "x").repeat(1 + random.nextInt(2000)));
                        poe.delay(TALK, Duration.ofMillis(random.nextInt(200)));
                    }
                })
                .serverInput((peer, poe, line) -> {})
                .serverError((peer, poe, error) -> {})
                .connectError((peer, poe, error) -> {})
                .disconnected((peer, poe) -> {
                    poe.alarmClear(TALK);
                    if (!over()) {
                        poe.delay(TcpClient.RECONNECT, Duration.ofMillis(random.nextInt(50)));
                    }
                })
                .define();
        for (int i = 0; i < clients; i++) {
            client.start(kernel);
        }
        kernel.run();
        server.postFromAnyThread("server", TcpServer.SHUTDOWN_ALL, Stop.now(Duration.ofSeconds(1)));
    }

    private boolean over() {
        return System.nanoTime() - endNs > 0;
    }

    /**
     * How many sockets, pollers and pipes are open; always 0 where the system does not tell. Not files: the JVM opens a
     * jar or two when it likes.
     */
    private static long handles() throws IOException {
        if (!Files.isDirectory(HANDLES)) {
            return 0;
        }
        long count = 0;
        try (DirectoryStream<Path> open = Files.newDirectoryStream(HANDLES)) {
            for (Path handle : open) {
                count += isFile(handle) ? 0 : 1;
            }
        }
        return count;
    }

    private static boolean isFile(Path handle) throws IOException {
        try {
            return Files.readSymbolicLink(handle).startsWith("/");
        } catch (NoSuchFileException closed) {
            return true; // since it was listed: only the JVM's are, by now
        }
    }

    private static long heap() {
        Runtime runtime = Runtime.getRuntime();
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
