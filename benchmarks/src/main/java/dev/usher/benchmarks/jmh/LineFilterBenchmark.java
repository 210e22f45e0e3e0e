package dev.usher.benchmarks.jmh;

import dev.usher.benchmarks.load.EchoScript;
import dev.usher.filter.Input;
import dev.usher.filter.Output;
import dev.usher.filters.LineFilter;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
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
import org.openjdk.jmh.infra.Blackhole;

/**
 * What it costs to take lines out of bytes and to put them into bytes: sixteen lines of 64 bytes, as one read brings
 * them. The floor is a loop over the bytes.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 3,
        jvmArgs = {"-Xms1g", "-Xmx1g", "-XX:+UseSerialGC"})
@State(Scope.Thread)
public class LineFilterBenchmark {

    static final int LINES = 16;

    private final String[] lines = new String[LINES];
    final byte[] input;
    private final byte[] output = new byte[LINES * EchoScript.LINE];
    private final LineFilter filter = new LineFilter();
    private final Input window = new Input(65_536);
    final Output encoded = new Output(65_536);

    /** Makes the lines. */
    public LineFilterBenchmark() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = 0; i < LINES; i++) {
            byte[] line = EchoScript.line(i);
            bytes.writeBytes(line);
            lines[i] = new String(line, 0, line.length - 2, StandardCharsets.ISO_8859_1);
        }
        input = bytes.toByteArray();
    }

    /** Floor of input: finds line ends byte by byte and makes strings. */
    @Benchmark
    @OperationsPerInvocation(LINES)
    public void inLoop(Blackhole blackhole) {
        int begin = 0;
        for (int i = 0; i < input.length; i++) {
            if (input[i] == '\n') {
                int end = i > begin && input[i - 1] == '\r' ? i - 1 : i;
                blackhole.consume(new String(input, begin, end - begin, StandardCharsets.ISO_8859_1));
                begin = i + 1;
            }
        }
    }

    /** Floor of output: encodes and copies. */
    @Benchmark
    @OperationsPerInvocation(LINES)
    public byte[] outLoop() {
        int length = 0;
        for (String line : lines) {
            byte[] bytes = line.getBytes(StandardCharsets.ISO_8859_1);
            System.arraycopy(bytes, 0, output, length, bytes.length);
            length += bytes.length;
            output[length++] = '\r';
            output[length++] = '\n';
        }
        return output;
    }

    /** Ours of input: bytes enter a window, as a read brings them, and leave it as lines. Answers how many. */
    @Benchmark
    @OperationsPerInvocation(LINES)
    public int inUsher(Blackhole blackhole) {
        window.clear();
        window.append(input, 0, input.length);
        int count = 0;
        for (String line = filter.next(window); line != null; line = filter.next(window)) {
            blackhole.consume(line);
            count++;
        }
        return count;
    }

    /** Ours of output. */
    @Benchmark
    @OperationsPerInvocation(LINES)
    public byte[] outUsher() {
        encoded.clear();
        for (String line : lines) {
            filter.put(line, encoded);
        }
        return encoded.array();
    }
}
