package dev.usher.benchmarks.jmh;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.usher.filter.Input;
import dev.usher.filter.Output;
import dev.usher.filters.websocket.Binary;
import dev.usher.filters.websocket.EncodedMessage;
import dev.usher.filters.websocket.FrameReader;
import dev.usher.filters.websocket.FrameWriter;
import dev.usher.filters.websocket.Role;
import dev.usher.filters.websocket.Text;
import dev.usher.filters.websocket.WebSocketPart;
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
 * What it costs to echo messages of a client, without the network. Small: sixteen binary messages of 32 bytes, as one
 * read brings them. Large: a text of 64 KiB, of ASCII and of Cyrillic and Japanese, which must be checked to be UTF-8.
 * The floor copies bytes, takes the mask away by four bytes at a time and checks nothing; the JDK's side unmasks in the
 * same way and decodes.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 3,
        jvmArgs = {"-Xms1g", "-Xmx1g", "-XX:+UseSerialGC"})
@State(Scope.Thread)
public class WebSocketFilterBenchmark {
    static final int MESSAGES = 16;

    private static final int KEY = 0xA17E03F9;
    private static final int LARGE = 65_535;
    private static final int HEADER = 8; // of a large frame, with its key

    private final Input window = new Input(80_000);
    final Output echoed = new Output(80_000);
    private final FrameReader reader = new FrameReader(Role.SERVER);
    private final FrameWriter writer = FrameWriter.ofServer();

    final byte[] small = masked(Binary.of(new byte[32]), MESSAGES);
    final byte[] ascii = masked(Text.of("hello, world ".repeat(LARGE).substring(0, LARGE)), 1);
    final byte[] words = masked(Text.of(text("съешь же ещё ", "этих мягких булок ")), 1);
    final byte[] kanji = masked(Text.of(text("色は匂へど", "散りぬるを")), 1);
    private final EncodedMessage encoded = EncodedMessage.binary(new byte[32]);

    /** Made by JMH. */
    public WebSocketFilterBenchmark() {}

    private static String text(String one, String other) {
        StringBuilder text = new StringBuilder();
        int bytes = (one + other).getBytes(UTF_8).length;
        for (int i = 0; i < LARGE / bytes; i++) {
            text.append(one).append(other);
        }
        return text.toString();
    }

    private static byte[] masked(WebSocketPart message, int count) {
        FrameWriter client = FrameWriter.ofClient(() -> KEY);
        Output out = new Output(LARGE);
        for (int i = 0; i < count; i++) {
            client.put(message, out);
        }
        return out.toByteArray();
    }

    /** Floor: small messages. */
    @Benchmark
    @OperationsPerInvocation(MESSAGES)
    public int smallLoop() {
        load(small);
        byte[] bytes = window.array();
        int count = 0;
        while (!window.isEmpty()) {
            int at = window.position();
            int length = bytes[at + 1] & 0x7F;
            echo(bytes, at + 6, length, 2);
            window.skip(6 + length);
            count++;
        }
        return count;
    }

    /** Ours: small messages. */
    @Benchmark
    @OperationsPerInvocation(MESSAGES)
    public int smallUsher() {
        return usher(small);
    }

    /** Floor: a large text, not checked. */
    @Benchmark
    public int asciiLoop() {
        load(ascii);
        echo(window.array(), window.position() + HEADER, ascii.length - HEADER, 4);
        return 1;
    }

    /** Ours: a large text of ASCII. */
    @Benchmark
    public int asciiUsher() {
        return usher(ascii);
    }

    /** The JDK's decoder: a large text of ASCII. */
    @Benchmark
    public String asciiJdk() {
        return jdk(ascii);
    }

    /** Ours: a large text of characters of two bytes. */
    @Benchmark
    public int wordsUsher() {
        return usher(words);
    }

    /** The JDK's decoder: a large text of characters of two bytes. */
    @Benchmark
    public String wordsJdk() {
        return jdk(words);
    }

    /** Ours: a large text of characters of three bytes. */
    @Benchmark
    public int kanjiUsher() {
        return usher(kanji);
    }

    /** The JDK's decoder: a large text of characters of three bytes. */
    @Benchmark
    public String kanjiJdk() {
        return jdk(kanji);
    }

    /** Ours: one message encoded before, for many connections. */
    @Benchmark
    @OperationsPerInvocation(MESSAGES)
    public Output broadcastUsher() {
        echoed.clear();
        for (int i = 0; i < MESSAGES; i++) {
            writer.put(encoded, echoed);
        }
        return echoed;
    }

    private void load(byte[] bytes) {
        window.clear();
        window.append(bytes, 0, bytes.length);
        echoed.clear();
    }

    private int usher(byte[] frames) {
        load(frames);
        int count = 0;
        for (WebSocketPart part = reader.next(window); part != null; part = reader.next(window)) {
            writer.put(part, echoed);
            count++;
        }
        return count;
    }

    private String jdk(byte[] frame) {
        load(frame);
        echo(window.array(), window.position() + HEADER, frame.length - HEADER, 4);
        return new String(echoed.array(), echoed.head() + 4, echoed.size() - 4, UTF_8);
    }

    private void echo(byte[] bytes, int from, int length, int header) {
        int at = echoed.reserve(header + length) + header;
        byte[] to = echoed.array();
        int i = 0;
        for (; i + 4 <= length; i += 4) {
            to[at + i] = (byte) (bytes[from + i] ^ KEY);
            to[at + i + 1] = (byte) (bytes[from + i + 1] ^ KEY >>> 8);
            to[at + i + 2] = (byte) (bytes[from + i + 2] ^ KEY >>> 16);
            to[at + i + 3] = (byte) (bytes[from + i + 3] ^ KEY >>> 24);
        }
        for (; i < length; i++) {
            to[at + i] = (byte) (bytes[from + i] ^ KEY >>> 8 * (i & 3));
        }
        echoed.advance(header + length);
    }
}
