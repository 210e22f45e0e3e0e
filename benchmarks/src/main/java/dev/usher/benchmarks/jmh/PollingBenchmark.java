package dev.usher.benchmarks.jmh;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a delivery by long-polling costs above the system calls: a message is published, the held connect of each of 500
 * clients is answered with it, and each connects again. The floor reads as many requests to the end of their heads and
 * copies as many answers as long.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 3,
        jvmArgs = {"-Xms1g", "-Xmx1g", "-XX:+UseSerialGC"})
public class PollingBenchmark {
    static final int CLIENTS = 500;

    /** Ours. */
    @State(Scope.Thread)
    public static class Usher {
        final PollingRoom room = new PollingRoom(CLIENTS);

        /** Made by JMH. */
        public Usher() {}
    }

    /** The floor: bytes only. */
    @State(Scope.Thread)
    public static class Bytes {
        private final byte[][] polls;
        private final byte[][] inputs;
        private final byte[][] outputs;
        private final byte[] answer;

        /** Made by JMH: of what ours said. */
        public Bytes() {
            List<PollingClient> clients = new PollingRoom(CLIENTS).subscribers();
            answer = clients.get(0).answer().getBytes(ISO_8859_1);
            polls = clients.stream().map(PollingClient::poll).toArray(byte[][]::new);
            inputs = new byte[CLIENTS][polls[0].length];
            outputs = new byte[CLIENTS][answer.length];
        }

        private int deliver() {
            int ends = 0;
            for (int i = 0; i < CLIENTS; i++) {
                System.arraycopy(answer, 0, outputs[i], 0, answer.length);
                byte[] input = inputs[i];
                System.arraycopy(polls[i], 0, input, 0, polls[i].length);
                for (int at = 3; at < input.length; at++) {
                    if (input[at] == '\n' && input[at - 2] == '\n') {
                        ends++;
                        break;
                    }
                }
            }
            return ends;
        }
    }

    /** Made by JMH. */
    public PollingBenchmark() {}

    /** Floor: the same bytes, of which only the ends of heads are looked for. */
    @Benchmark
    @OperationsPerInvocation(CLIENTS)
    public int deliveryCopy(Bytes bytes) {
        return bytes.deliver();
    }

    /** Ours: a whole server, on links in memory. */
    @Benchmark
    @OperationsPerInvocation(CLIENTS)
    public long deliveryUsher(Usher usher) {
        return usher.room.tell();
    }
}
