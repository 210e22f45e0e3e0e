package dev.usher.component.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.component.Row;
import dev.usher.component.tcp.TcpListener;
import dev.usher.component.tcp.TcpServer;
import dev.usher.kernel.Errno;
import dev.usher.kernel.Kernel;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many who begin a handshake, have the server sign, and go no further, over real sockets. */
@Timeout(60)
class HandshakeFloodTest {
    private static final int FLOOD = 400;
    private static final int MOST = 50;

    private final CompletableFuture<TcpListener> listening = new CompletableFuture<>();
    private final AtomicInteger madeRoom = new AtomicInteger();
    private final List<Socket> flood = new ArrayList<>();

    private Thread serve() {
        Thread thread = new Thread(() -> {
            Kernel kernel = new Kernel();
            TcpServer.at(0)
                    .address("127.0.0.1")
                    .alias("s")
                    .tls(TlsFiles.localhost().mostHandshakes(MOST).define())
                    .handshakeFailed((listener, poe, failure) -> {
                        if (failure.error().errno() == Errno.ECONNABORTED) {
                            madeRoom.incrementAndGet();
                        }
                    })
                    .started((listener, poe) -> listening.complete(listener))
                    .clientInput((client, poe, line) -> {
                        if (line.equals("end")) {
                            poe.post("s", TcpServer.SHUTDOWN);
                        }
                        client.put(line);
                    })
                    .start(kernel);
            kernel.run();
        });
        thread.start();
        return thread;
    }

    private static byte[] clientHello(SSLContext context) throws Exception {
        SSLEngine engine = context.createSSLEngine();
        engine.setUseClientMode(true);
        ByteBuffer out = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
        engine.wrap(ByteBuffer.allocate(0), out);
        return Arrays.copyOf(out.array(), out.position());
    }

    private void begin(int port, byte[] hello, int count) throws Exception {
        for (int i = 0; i < count; i++) {
            Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.getOutputStream().write(hello);
            flood.add(socket);
        }
    }

    private static long askMs(Socket honest, BufferedReader answers, String line) throws Exception {
        long begun = System.nanoTime();
        honest.getOutputStream().write((line + "\n").getBytes(StandardCharsets.US_ASCII));
        assertEquals(line, answers.readLine());
        return (System.nanoTime() - begun) / 1_000_000;
    }

    @Test
    @Row("T57")
    void shouldServeOldAndNewClientsInAFloodOfHandshakes() throws Exception {
        Thread server = serve();
        int port = listening.get(20, TimeUnit.SECONDS).port();
        SSLContext context = TlsFiles.context();
        byte[] hello = clientHello(context);

        try (Socket honest = context.getSocketFactory().createSocket("127.0.0.1", port)) {
            BufferedReader answers =
                    new BufferedReader(new InputStreamReader(honest.getInputStream(), StandardCharsets.US_ASCII));
            askMs(honest, answers, "with the handshake");
            long quiet = askMs(honest, answers, "quiet");
            long slowest = 0;
            for (int i = 0; i < FLOOD; i += MOST) {
                begin(port, hello, MOST);
                slowest = Math.max(slowest, askMs(honest, answers, "in the flood"));
            }
            long begun = System.nanoTime();
            try (Socket late = context.getSocketFactory().createSocket("127.0.0.1", port)) {
                BufferedReader heard =
                        new BufferedReader(new InputStreamReader(late.getInputStream(), StandardCharsets.US_ASCII));
                askMs(late, heard, "late");
            }
            long lateMs = (System.nanoTime() - begun) / 1_000_000;
            askMs(honest, answers, "end");
            System.out.println("handshake flood: a line takes " + quiet + " ms before, at most " + slowest
                    + " ms in it; a new client behind it " + lateMs + " ms");
        }
        server.join(20_000);

        assertFalse(server.isAlive(), "the server should have ended, handshakes or not");
        assertTrue(madeRoom.get() >= FLOOD - MOST, madeRoom + " made room");
        for (Socket socket : flood) {
            socket.close();
        }
    }
}
