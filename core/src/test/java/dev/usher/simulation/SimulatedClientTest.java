package dev.usher.simulation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.network.ListenLink;
import dev.usher.network.StreamLink;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SimulatedClientTest {

    private final SimulatedNetwork network = new SimulatedNetwork(1);
    private EchoServer server;

    @BeforeEach
    void open() throws IOException {
        server = new EchoServer(network);
    }

    @Test
    void shouldConnectWhenTheNetworkDelivers() throws IOException {
        SimulatedClient client = network.connect(9000);
        boolean before = client.isConnected();

        server.serve(0);

        assertFalse(before);
        assertTrue(client.isConnected());
        assertEquals(new InetSocketAddress("127.0.0.1", 49_152), client.localAddress());
        assertEquals(server.address(), client.remoteAddress());
    }

    @Test
    void shouldReceiveWhatTheServerSends() throws IOException {
        SimulatedClient client = network.connect(9000);

        client.send("caf\u00e9");
        client.send(new byte[] {0, 1});
        server.serve(0);

        assertArrayEquals(new byte[] {'c', 'a', 'f', (byte) 0xe9, 0, 1}, client.receivedBytes());
        assertEquals("caf\u00e9\u0000\u0001", client.takeReceived());
        assertEquals("", client.received());
    }

    @Test
    void shouldQueueWhatTheConnectionDoesNotTake() throws IOException {
        network.capacity(100);
        SimulatedClient client = network.connect(9000);

        client.send("0123456789".repeat(1000));
        server.serve(0);

        assertEquals("0123456789".repeat(1000), client.received());
    }

    @Test
    void shouldHoldTheServerUpWhileItDoesNotRead() throws IOException {
        network.capacity(100);
        SimulatedClient client = network.connect(9000);

        client.stopReading();
        client.send("0123456789".repeat(1000));
        server.serve(0);
        String whileStopped = client.received();
        client.resumeReading();
        server.serve(0);

        assertEquals("", whileStopped);
        assertEquals("0123456789".repeat(1000), client.received());
    }

    @Test
    void shouldSendAllBeforeItCloses() throws IOException {
        network.capacity(100);
        ListenLink listener = network.listen(new InetSocketAddress("127.0.0.1", 9001), 8);
        SimulatedClient client = network.connect(9001);

        client.send("0123456789".repeat(20));
        client.close();
        server.serve(0);
        StreamLink accepted = listener.accept();
        ByteBuffer into = ByteBuffer.allocate(1000);
        while (accepted.read(into) >= 0) {
            server.serve(0);
        }

        assertEquals(200, into.position());
        assertFalse(client.isConnected());
        assertNull(client.localAddress());
        assertThrows(IllegalStateException.class, () -> client.send("more"));
    }

    @Test
    void shouldEndTheServersInputWhenItClosesWithoutWaitingForTheAnswer() throws IOException {
        SimulatedClient client = network.connect(9000);
        server.serve(0);

        client.send("question");
        client.close();
        server.serve(0);

        assertTrue(server.transcript().endsWith("read 8 wrote 8\n0 #1 read -1 wrote 0\n"), server.transcript());
        assertEquals(1, network.openLinks());
    }

    @Test
    void shouldGoOnReadingAfterItClosedHalf() throws IOException {
        SimulatedClient client = network.connect(9000);

        client.send("question");
        client.halfClose();
        server.serve(0);

        assertEquals("question", client.received());
        assertTrue(client.isClosedByPeer());
        assertFalse(client.isReset());
        assertFalse(client.isConnected());
    }

    @Test
    void shouldResetTheServersEnd() throws IOException {
        SimulatedClient client = network.connect(9000);
        server.serve(0);

        client.reset();
        server.serve(0);

        assertTrue(server.transcript().endsWith("SocketException: Connection reset\n"), server.transcript());
    }

    @Test
    void shouldBeRefusedWhenNobodyListens() throws IOException {
        SimulatedClient nobody = network.connect(9001);
        SimulatedClient elsewhere = network.connect(new InetSocketAddress("::1", 9000));
        SimulatedClient nowhere = network.connect(0);

        server.serve(0);

        assertTrue(nobody.isRefused());
        assertTrue(elsewhere.isRefused());
        assertTrue(nowhere.isRefused());
        assertFalse(nobody.isConnected());
    }
}
