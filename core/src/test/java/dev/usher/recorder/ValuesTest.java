package dev.usher.recorder;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.usher.kernel.PoeUri;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ValuesTest {

    private record Pair(Object one, int other) {}

    static Stream<Object> values() throws UnknownHostException {
        InetAddress named = InetAddress.getByAddress("example.org", new byte[] {10, 0, 0, 1});
        return Stream.of(
                null,
                true,
                false,
                -1,
                Integer.MAX_VALUE,
                Long.MIN_VALUE,
                -0.0,
                1.5f,
                (short) -7,
                (byte) -128,
                'ß',
                "",
                "日本",
                ByteBuffer.wrap(new byte[] {1, 2}),
                Instant.EPOCH.minusNanos(1),
                Duration.ofNanos(-5),
                named,
                new InetSocketAddress(named, 80),
                InetSocketAddress.createUnresolved("nowhere", 1),
                UnixDomainSocketAddress.of("/tmp/socket"),
                Path.of("a/b"),
                PoeUri.of("poe://web-1/7/answer?a=b"),
                List.of(1, "two", List.of()),
                Set.of(1L),
                Map.of("key", List.of(true)),
                Optional.of("it"),
                Optional.empty(),
                TimeUnit.HOURS,
                new Pair("one", 2),
                new Pair(null, 0));
    }

    @ParameterizedTest
    @MethodSource("values")
    void shouldReadWhatWasWritten(Object value) {
        assertEquals(value, again(value));
    }

    @Test
    void shouldReadArraysAndExceptions() {
        assertArrayEquals(new byte[] {1, -1}, (byte[]) again(new byte[] {1, -1}));
        assertArrayEquals(new Object[] {1, "a"}, (Object[]) again(new Object[] {1, "a"}));

        Object refused = again(new ConnectException("Connection refused"));

        assertEquals(
                "Connection refused",
                assertInstanceOf(ConnectException.class, refused).getMessage());
    }

    @Test
    void shouldNameWhatItCannotHold() {
        assertEquals(new Values.Unknown("java.lang.Thread"), again(new Thread()));
        assertInstanceOf(Values.Unknown.class, again(new Pair(new Thread(), 1)));
        assertEquals(Arrays.asList(new Values.Unknown("java.lang.Thread")), again(List.of(new Thread())));
        List<Object> endless = new ArrayList<>();
        endless.add(endless);
        endless.add(endless);
        assertEquals(new Values.Unknown("java.util.ArrayList"), again(endless));
    }

    private static Object again(Object value) {
        Output out = new Output();
        Values.write(out, value);
        Input in = new Input(out.array(), 0, out.size());
        Object read = Values.read(in);
        assertEquals(0, in.left());
        return read;
    }
}
