package dev.usher.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.EOFException;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.UnresolvedAddressException;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The JDK's exceptions by their POSIX names: the JDK's own where they can be had, then those that cannot. */
class ErrnoTest {
    private static final InetSocketAddress ANY_PORT = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    @Test
    @EnabledOnOs(OS.LINUX)
    void shouldNameARefusedConnection() throws IOException {
        InetSocketAddress nobody;
        try (ServerSocketChannel server = ServerSocketChannel.open().bind(ANY_PORT)) {
            nobody = (InetSocketAddress) server.getLocalAddress();
        }

        IOException error = assertThrows(IOException.class, () -> SocketChannel.open(nobody));

        assertEquals(new IoError("connect", Errno.ECONNREFUSED, "Connection refused"), IoError.of("connect", error));
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void shouldNameAnAddressInUse() throws IOException {
        try (ServerSocketChannel first = ServerSocketChannel.open().bind(ANY_PORT);
                ServerSocketChannel second = ServerSocketChannel.open()) {
            IOException error = assertThrows(IOException.class, () -> second.bind(first.getLocalAddress()));

            assertEquals(Errno.EADDRINUSE, Errno.of(error));
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void shouldNameAnAddressThatNoInterfaceHas() throws IOException {
        try (ServerSocketChannel server = ServerSocketChannel.open()) {
            // 192.0.2.0/24 is for documentation (RFC 5737 §3): no host has it.
            IOException error =
                    assertThrows(IOException.class, () -> server.bind(new InetSocketAddress("192.0.2.1", 0)));

            assertEquals(Errno.EADDRNOTAVAIL, Errno.of(error));
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void shouldNameAResetAndABrokenPipe() throws IOException {
        try (ServerSocketChannel server = ServerSocketChannel.open().bind(ANY_PORT);
                SocketChannel client = SocketChannel.open(server.getLocalAddress())) {
            SocketChannel accepted = server.accept();
            accepted.setOption(StandardSocketOptions.SO_LINGER, 0); // closing resets
            accepted.close();

            IOException reset = assertThrows(IOException.class, () -> client.read(ByteBuffer.allocate(1)));
            IOException broken = assertThrows(IOException.class, () -> {
                for (int i = 0; i < 100; i++) {
                    client.write(ByteBuffer.allocate(1));
                }
            });

            assertEquals(Errno.ECONNRESET, Errno.of(reset));
            assertEquals(true, Set.of(Errno.EPIPE, Errno.ECONNRESET).contains(Errno.of(broken)), broken.toString());
        }
    }

    @Test
    void shouldNameAClosedChannel() throws IOException {
        SocketChannel channel = SocketChannel.open();
        channel.close();

        IOException error = assertThrows(IOException.class, () -> channel.read(ByteBuffer.allocate(1)));

        assertEquals(Errno.EBADF, Errno.of(error));
    }

    @Test
    void shouldNameWhatTheJdkSays() {
        assertEquals(Errno.EADDRNOTAVAIL, Errno.of(new UnknownHostException("no.such.host"))); // T31, as POE does
        assertEquals(Errno.EADDRNOTAVAIL, Errno.of(new IOException(new UnresolvedAddressException())));
        assertEquals(Errno.EHOSTUNREACH, Errno.of(new NoRouteToHostException("No route to host")));
        assertEquals(Errno.EHOSTUNREACH, Errno.of(new NoRouteToHostException()));
        assertEquals(Errno.EADDRNOTAVAIL, Errno.of(new NoRouteToHostException("Cannot assign requested address")));
        assertEquals(Errno.ETIMEDOUT, Errno.of(new SocketTimeoutException("Read timed out")));
        assertEquals(Errno.ETIMEDOUT, Errno.of(new ConnectException("Connection timed out")));
        assertEquals(Errno.ECONNREFUSED, Errno.of(new ConnectException()));
        assertEquals(Errno.ENETUNREACH, Errno.of(new SocketException("Network is unreachable")));
        assertEquals(Errno.EADDRINUSE, Errno.of(new BindException()));
        assertEquals(Errno.EACCES, Errno.of(new BindException("Permission denied")));
        assertEquals(Errno.EBADF, Errno.of(new ClosedChannelException()));
        assertEquals(Errno.EBADF, Errno.of(new AsynchronousCloseException()));
        assertEquals(Errno.ECONNRESET, Errno.of(new SocketException("Connection reset")));
        assertEquals(Errno.EPIPE, Errno.of(new IOException("Broken pipe")));
        assertEquals(Errno.EMFILE, Errno.of(new IOException("Too many open files")));
        assertEquals(Errno.ENFILE, Errno.of(new IOException("Too many open files in system")));
        assertEquals(Errno.ECONNABORTED, Errno.of(new SocketException("Software caused connection abort")));
        assertEquals(Errno.NONE, Errno.of(new EOFException()));
        assertEquals(Errno.EIO, Errno.of(new IOException()));
        assertEquals(Errno.EIO, Errno.of(new IOException("the dog ate it")));
    }

    @Test
    void shouldKeepTheTextOfWhatHasNoName() {
        assertEquals(
                "the dog ate it",
                IoError.of("read", new IOException("the dog ate it")).text());
        assertEquals("Input/output error", IoError.of("read", new IOException()).text());
        assertEquals(true, IoError.END.isEnd());
    }

    @Test
    void shouldHaveNumbersAndTextsOfTheirOwn() {
        assertEquals(
                Errno.values().length,
                EnumSet.allOf(Errno.class).stream()
                        .map(Errno::number)
                        .distinct()
                        .count());
        assertEquals(
                Errno.values().length,
                EnumSet.allOf(Errno.class).stream().map(Errno::text).distinct().count());
    }
}
