package dev.usher.simulation;

import dev.usher.network.StreamLink;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketAddress;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NotYetConnectedException;

/**
 * One end of a connection of a simulated network, with TCP's rules as Linux and the JDK show them. One thread.
 *
 * <pre>
 *   CONNECTING --answered--&gt; ANSWERED --finishConnect--&gt; CONNECTED --close--&gt; closed
 *       |                                                    ^
 *       +--failed--&gt; FAILED --finishConnect--&gt; closed        +-- accepted connections begin here
 * </pre>
 */
final class SimulatedStreamLink extends SimulatedLink implements StreamLink {

    private enum Phase {
        CONNECTING,
        ANSWERED,
        FAILED,
        CONNECTED
    }

    private static final String BROKEN_PIPE = "Broken pipe";
    private static final String TIMED_OUT = "Connection timed out";

    private final SocketAddress remote;
    private final boolean localGiven;
    private Phase phase = Phase.CONNECTING;
    private String failure;

    /** The machine of the other end; the same unless it is told otherwise. */
    SimulatedNetwork other;

    private SimulatedStreamLink peer;
    private Pipe in;
    private Pipe out;
    private boolean inputEnded;
    private boolean inputShut;
    private boolean outputShut;
    private boolean aborted;

    /** The peer's reset has arrived; the first operation to fail learns how, the others find a dead connection. */
    private boolean reset;

    private boolean timedOut;

    private String resetText;
    private boolean resetWasRead;

    private long lastArrivalNs;
    private Runnable owner;
    private boolean ownerTold;

    SimulatedStreamLink(SimulatedNetwork network, SocketAddress local, SocketAddress remote, boolean localGiven) {
        super(network, local);
        other = network;
        this.remote = remote;
        this.localGiven = localGiven;
    }

    /** Makes this end, which connects, and that one, which waits to be accepted, the two ends of one connection. */
    void join(SimulatedStreamLink accepted, int capacity) {
        accepted.phase = Phase.CONNECTED;
        peer = accepted;
        accepted.peer = this;
        out = accepted.in = new Pipe(capacity);
        in = accepted.out = new Pipe(capacity);
        accepted.travel(this::answered);
    }

    /** Makes both ends those of a pipe, which needs no connecting. */
    void pipe(SimulatedStreamLink far, int capacity) {
        phase = Phase.CONNECTED;
        far.phase = Phase.CONNECTED;
        peer = far;
        far.peer = this;
        out = far.in = new Pipe(capacity);
        in = far.out = new Pipe(capacity);
    }

    /** Has this told, while the network delivers, of whatever changes here. */
    void owner(Runnable owner) {
        this.owner = owner;
    }

    SocketAddress destination() {
        return remote;
    }

    boolean isReset() {
        return reset;
    }

    /** Whether the peer's end has arrived; bytes before it may be unread. */
    boolean isInputEnded() {
        return inputEnded;
    }

    /** Sends something to the other end, behind what was sent before. */
    void travel(Runnable effect) {
        lastArrivalNs = Math.max(lastArrivalNs, network.arrivalNs());
        network.world().carry(this, lastArrivalNs, effect);
    }

    private void answered() {
        if (!isOpen()) {
            travel(peer::resetArrives);
            return;
        }
        phase = Phase.ANSWERED;
        changed();
    }

    void failed(String text) {
        phase = Phase.FAILED;
        failure = text;
        changed();
    }

    private void arrives(ByteBuffer segment) {
        if (!isOpen()) {
            in.lose(segment);
            travel(peer::resetArrives);
        } else if (inputShut || reset) {
            in.lose(segment);
            peer.changed();
        } else {
            in.arrive(segment);
            changed();
        }
    }

    private void endArrives() {
        inputEnded |= !reset;
        changed();
    }

    /** What was sent has not been acknowledged for too long. */
    void timedOut() {
        if (isOpen() && !reset) {
            reset = true;
            timedOut = true;
            resetText = TIMED_OUT;
            changed();
        }
    }

    private void resetArrives() {
        if (isOpen() && !reset) {
            reset = true;
            resetText = inputEnded ? BROKEN_PIPE : "Connection reset by peer";
            changed();
        }
    }

    @Override
    void changed() {
        super.changed();
        if (owner != null && !ownerTold) {
            ownerTold = true;
            network.at(network.clock().nowNs(), () -> {
                ownerTold = false;
                owner.run();
            });
        }
    }

    @Override
    int readiness() {
        return switch (phase) {
            case CONNECTING -> 0;
            case ANSWERED -> WRITE;
            case FAILED -> READ | WRITE;
            case CONNECTED ->
                (reset || inputShut || inputEnded || in.unread() > 0 ? READ : 0)
                        | (reset || outputShut || out.room() > 0 ? WRITE : 0);
        };
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        requireConnected();
        if (resetWasRead) {
            throw new SocketException("Connection reset");
        }
        if (inputShut) {
            return -1;
        }
        int count = Math.min(in.unread(), into.remaining());
        if (count > 0) {
            count = network.chance().read(count);
            in.read(into, count);
            peer.changed();
            return count;
        }
        if (!into.hasRemaining()) {
            return 0;
        }
        if (inputEnded || reset && resetText == null) {
            return -1;
        }
        if (reset) {
            resetText = null;
            resetWasRead = true;
            if (timedOut) {
                throw new IOException(TIMED_OUT);
            }
            throw new SocketException("Connection reset");
        }
        return 0;
    }

    @Override
    public int write(ByteBuffer from) throws IOException {
        requireConnected();
        if (outputShut) {
            throw new ClosedChannelException();
        }
        if (!from.hasRemaining()) {
            return 0; // the JDK asks the system nothing then, so no error is seen
        }
        if (reset) {
            String text = resetText == null ? BROKEN_PIPE : resetText;
            resetText = null;
            throw new IOException(text); // the JDK's channels throw no SocketException here
        }
        int count = Math.min(out.room(), from.remaining());
        if (count == 0) {
            return 0;
        }
        count = network.chance().write(count);
        if (network.chance().resets()) {
            from.position(from.position() + count);
            travel(peer::resetArrives);
            peer.travel(this::resetArrives);
            return count;
        }
        ByteBuffer segment = out.depart(from, count);
        travel(() -> peer.arrives(segment));
        return count;
    }

    @Override
    public boolean finishConnect() throws IOException {
        requireOpen();
        switch (phase) {
            case CONNECTING:
                return false;
            case FAILED:
                close();
                throw new ConnectException(failure);
            case ANSWERED:
                phase = Phase.CONNECTED;
                changed();
                return true;
            default:
                return true;
        }
    }

    @Override
    public void shutdownOutput() throws IOException {
        requireConnected();
        if (!outputShut) {
            outputShut = true;
            travel(peer::endArrives);
            changed();
        }
    }

    @Override
    public void shutdownInput() throws IOException {
        requireConnected();
        inputShut = true;
        in.discard();
        peer.changed();
        changed();
    }

    @Override
    public SocketAddress localAddress() {
        return localGiven || phase == Phase.CONNECTED ? super.localAddress() : null; // as the JDK does
    }

    @Override
    public SocketAddress remoteAddress() {
        return isOpen() && phase == Phase.CONNECTED ? remote : null;
    }

    /** Closes so that the peer sees a reset. */
    void reset() {
        aborted = true;
        close();
    }

    @Override
    void closed() {
        if (phase == Phase.CONNECTING || phase == Phase.FAILED || reset) {
            return; // nobody to tell, or nobody yet: whoever answers finds it closed
        }
        if (aborted || in.unread() > 0) {
            in.discard();
            travel(peer::resetArrives);
        } else if (!outputShut) {
            travel(peer::endArrives);
        }
    }

    private void requireOpen() throws ClosedChannelException {
        if (!isOpen()) {
            throw new ClosedChannelException();
        }
    }

    private void requireConnected() throws ClosedChannelException {
        requireOpen();
        if (phase != Phase.CONNECTED) {
            throw new NotYetConnectedException();
        }
    }
}
