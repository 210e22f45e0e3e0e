package dev.usher.simulation;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;

/**
 * The peer of a server under test, held by the test. One thread, the test's.
 *
 * <p>It has no kernel and is passive: it connects, reads and sends on while the network delivers, so let the server's
 * kernel run before asking what was received. It queues without limit what the connection does not take at once.
 */
public final class SimulatedClient {

    private final SimulatedStreamLink link;
    private final ArrayDeque<ByteBuffer> queued = new ArrayDeque<>();
    private final ByteArrayOutputStream received = new ByteArrayOutputStream();
    private final ByteBuffer block = ByteBuffer.allocate(8192);
    private Runnable onProgress;
    private boolean established;
    private boolean refused;
    private boolean ending;
    private boolean closing;
    private boolean stopped;
    private boolean closedByPeer;

    SimulatedClient(SimulatedStreamLink link) {
        this.link = link;
        link.owner(this::proceed);
        link.changed(); // it may have failed already
    }

    /**
     * Sends text, a byte for each character.
     *
     * @param text in Latin-1
     * @throws IllegalStateException after {@link #close}, {@link #halfClose} or {@link #reset}
     */
    public void send(String text) {
        send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /**
     * Sends bytes, behind those sent before and as soon as there is room. They are lost if the peer is gone.
     *
     * @param bytes copied
     * @throws IllegalStateException after {@link #close}, {@link #halfClose} or {@link #reset}
     */
    public void send(byte[] bytes) {
        if (ending || closing) {
            throw new IllegalStateException("this client has ended its output");
        }
        queued.add(ByteBuffer.wrap(bytes.clone()));
        proceed();
    }

    /** @return all that was received and not taken yet, in Latin-1 */
    public String received() {
        return received.toString(StandardCharsets.ISO_8859_1);
    }

    /** @return all that was received and not taken yet */
    public byte[] receivedBytes() {
        return received.toByteArray();
    }

    /** @return what {@link #received} answers, which then begins anew */
    public String takeReceived() {
        String text = received();
        received.reset();
        return text;
    }

    /** Stops reading: what the server writes fills the connection until that is full. */
    public void stopReading() {
        stopped = true;
    }

    /** Reads on. */
    public void resumeReading() {
        stopped = false;
        proceed();
    }

    /** Closes once all is sent; at once if nothing is queued. What has arrived and was not read makes it a reset. */
    public void close() {
        closing = true;
        proceed();
    }

    /** Ends the output once all is sent, and goes on reading. */
    public void halfClose() {
        ending = true;
        proceed();
    }

    /** Breaks the connection now: what is queued is lost, the peer sees a reset. */
    public void reset() {
        closing = true;
        queued.clear();
        link.reset();
    }

    /** @return whether it was established, and is neither closed here nor reset nor ended by both sides */
    public boolean isConnected() {
        return established && link.isOpen() && !link.isReset() && !(closedByPeer && ending && queued.isEmpty());
    }

    /** @return whether it was never established: refused or timed out */
    public boolean isRefused() {
        return refused;
    }

    /** @return whether the end of the peer's output was read */
    public boolean isClosedByPeer() {
        return closedByPeer;
    }

    /** @return whether the connection was broken by the peer or by a fault */
    public boolean isReset() {
        return link.isReset();
    }

    /** @return the address it is connected from, or null when not connected or closed */
    public SocketAddress localAddress() {
        return link.localAddress();
    }

    /** @return the server's address, or null when not connected or closed */
    public SocketAddress remoteAddress() {
        return link.remoteAddress();
    }

    /** Does all that can be done now: connecting, reading, sending, ending, in this order. */
    private void proceed() {
        if (!link.isOpen()) {
            return;
        }
        try {
            if (!established) {
                established = link.finishConnect();
            }
        } catch (IOException failure) {
            refused = true;
        }
        if (established) {
            read();
            write();
            end();
        }
        if (onProgress != null) {
            onProgress.run();
        }
    }

    /** Has somebody told, while the network delivers, whenever something may have come. */
    void onProgress(Runnable action) {
        onProgress = action;
    }

    private void read() {
        try {
            while (!stopped && !closedByPeer) {
                int count = link.read(block.clear());
                if (count <= 0) {
                    closedByPeer = count < 0 && link.isInputEnded();
                    return;
                }
                received.write(block.array(), 0, count);
            }
        } catch (IOException reset) {
            // The link remembers, isReset tells.
        }
    }

    private void write() {
        try {
            while (!queued.isEmpty()
                    && (link.write(queued.peek()) > 0 || !queued.peek().hasRemaining())) {
                if (!queued.peek().hasRemaining()) {
                    queued.remove();
                }
            }
        } catch (IOException broken) {
            queued.clear();
        }
    }

    private void end() {
        if (!queued.isEmpty()) {
            return;
        }
        if (closing) {
            link.close();
        } else if (ending) {
            try {
                link.shutdownOutput();
            } catch (IOException broken) {
                // The link remembers, isReset tells.
            }
        }
    }
}
