package dev.usher.benchmarks.jmh;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.usher.benchmarks.load.HttpScript;
import dev.usher.benchmarks.server.RawNioHttpServer;
import dev.usher.component.http.HttpServer;
import dev.usher.component.http.Route;
import dev.usher.kernel.Kernel;
import dev.usher.network.Link;
import dev.usher.network.ListenLink;
import dev.usher.network.Poller;
import dev.usher.network.StreamLink;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a request of plaintext costs above the system calls, where few or many connections are ready at once: of many,
 * each has left the caches when its turn comes. The floor is what the raw loop does, on the same links.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 3,
        jvmArgs = {"-Xms1g", "-Xmx1g", "-XX:+UseSerialGC"})
public class CrowdHttpBenchmark {
    static final int REQUESTS = 16_000;

    /** Who asks. */
    @State(Scope.Thread)
    public abstract static class Crowd {
        @Param({"50", "1000"})
        int connections;

        @Param({"1", "16"})
        int depth;

        /** Bytes of other memory that belong to a connection and are looked at in its turn, as a system does. */
        @Param("4096")
        int elsewhere;

        CrowdRoom room;
        private Runnable turn;

        /** Made by JMH. */
        protected Crowd() {}

        /** Has all accepted, and asks once. */
        @Setup(Level.Trial)
        public void begin() {
            room = new CrowdRoom(connections, depth, elsewhere);
            turn = serve(room);
            ask();
        }

        /** Begins to serve; answers what polls once. */
        abstract Runnable serve(CrowdRoom clients);

        long ask() {
            return room.ask(REQUESTS, turn);
        }
    }

    /** Ours, as a user writes it. */
    @State(Scope.Thread)
    public static class Usher extends Crowd {
        private static final byte[] BODY = HttpScript.BODY.getBytes(US_ASCII);

        /** Made by JMH. */
        public Usher() {}

        @Override
        Runnable serve(CrowdRoom clients) {
            Kernel kernel = Kernel.builder().network(clients.network()).build();
            HttpServer.at(MemoryNetwork.ADDRESS.getPort())
                    .address("127.0.0.1")
                    .keepAlive(Integer.MAX_VALUE)
                    .route(Route.of("^" + HttpScript.TARGET + "$")
                            .methods("GET")
                            .to((poe, request, response) -> response.contentType("text/plain")
                                    .content(BODY)
                                    .respond()
                                    .done()))
                    .start(kernel);
            return kernel::runOneTimeslice;
        }
    }

    /** The floor: {@link RawNioHttpServer} between a read and a write. */
    @State(Scope.Thread)
    public static class Raw extends Crowd implements Poller.Ready {
        private static final int BLOCK = 65_536;

        private final ByteBuffer in = ByteBuffer.allocateDirect(BLOCK);
        private final ByteBuffer out = ByteBuffer.allocateDirect(BLOCK);
        private final byte[] window = new byte[BLOCK];
        private final RawNioHttpServer server = new RawNioHttpServer();

        /** Made by JMH. */
        public Raw() {}

        @Override
        Runnable serve(CrowdRoom clients) {
            MemoryNetwork network = clients.network();
            ListenLink listener =
                    network.listen(MemoryNetwork.ADDRESS, clients.clients().size());
            try {
                for (StreamLink client = listener.accept(); client != null; client = listener.accept()) {
                    network.watch(client, Link.READ, client);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return () -> network.poll(0, this);
        }

        @Override
        public void ready(Object attachment, int operations) {
            CrowdClient client = (CrowdClient) attachment;
            int count = client.read(in.clear());
            in.flip().get(window, 0, count);
            server.answer(window, 0, count, out.clear());
            client.write(out.flip());
        }
    }

    /** Made by JMH. */
    public CrowdHttpBenchmark() {}

    /** Floor: heads are looked for, and answers copied. */
    @Benchmark
    @OperationsPerInvocation(REQUESTS)
    public long requestRaw(Raw raw) {
        return raw.ask();
    }

    /** Ours: a whole server. */
    @Benchmark
    @OperationsPerInvocation(REQUESTS)
    public long requestUsher(Usher usher) {
        return usher.ask();
    }
}
