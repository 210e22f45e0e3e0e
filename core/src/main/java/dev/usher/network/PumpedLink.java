package dev.usher.network;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A link over streams that no selector can watch: standard input, pipes of child processes, FIFOs, terminals. For each
 * direction that is used there is one daemon thread, the pump, which blocks in the program's place. One thread, but for
 * the pumps inside.
 *
 * <p>Each direction holds 64 KiB: a pump that has read so much without anybody taking it waits, and so does a writer
 * whose peer does not read. After {@link #close} the pump of the input ends with the read that it is in, the pump of
 * the output once it has written what it was given; a peer that neither sends nor takes nor ends can hold them so long.
 */
public final class PumpedLink implements StreamLink {
    private static final int CAPACITY = 65_536;

    private final String name;
    private final InPump in; // null: nothing can be read
    private final OutPump out; // null: nothing can be written
    private final AtomicBoolean told = new AtomicBoolean();
    private volatile Runnable listener; // whom the pumps tell; null while nobody watches
    private Poller.Attachment attachment;
    private boolean open = true;

    private PumpedLink(String name, InputStream input, OutputStream output) {
        this.name = Objects.requireNonNull(name, "name");
        in = input == null ? null : new InPump(name, new Ring(CAPACITY), input, this::tell);
        out = output == null ? null : new OutPump(name, new Ring(CAPACITY), output, this::tell);
    }

    /**
     * A link that can only be read.
     *
     * @param name what messages and threads call it
     * @param input closed with the link
     * @return the link
     */
    public static PumpedLink reading(String name, InputStream input) {
        return new PumpedLink(name, Objects.requireNonNull(input, "input"), null);
    }

    /**
     * A link that can only be written.
     *
     * @param name what messages and threads call it
     * @param output closed with the link, behind what was written
     * @return the link
     */
    public static PumpedLink writing(String name, OutputStream output) {
        return new PumpedLink(name, null, Objects.requireNonNull(output, "output"));
    }

    /**
     * A link both ways.
     *
     * @param name what messages and threads call it
     * @param input closed with the link
     * @param output closed with the link, behind what was written
     * @return the link
     */
    public static PumpedLink of(String name, InputStream input, OutputStream output) {
        return new PumpedLink(name, Objects.requireNonNull(input, "input"), Objects.requireNonNull(output, "output"));
    }

    // ---- for the kernel

    /**
     * Says what the link is watched for from now on; {@link Poller#watch} for links that no poller knows.
     *
     * @param operations {@link #READ}, {@link #WRITE}, both or neither
     * @param attachment told when the link is closed; null forgets the link
     * @param listener called by any thread when readiness may have grown, not again before {@link #heard}
     * @throws IOException if the link is closed
     */
    public void watch(int operations, Poller.Attachment attachment, Runnable listener) throws IOException {
        if (!open && attachment != null) {
            throw new ClosedChannelException();
        }
        this.attachment = attachment;
        this.listener = listener;
        if ((operations & READ) != 0 && in != null && open) {
            in.begin();
        }
    }

    /** @return what {@link #watch} was given, or null */
    public Poller.Attachment attachment() {
        return attachment;
    }

    /** Lets the pumps tell again. Ask for {@link #readiness} after that. */
    public void heard() {
        told.set(false);
    }

    /** @return {@link #READ}, {@link #WRITE}, both or 0: what can be done now without waiting */
    public int readiness() {
        if (!open) {
            return 0;
        }
        return (in != null && in.isReady() ? READ : 0) | (out != null && out.isReady() ? WRITE : 0);
    }

    private void tell() {
        Runnable whom = listener;
        if (whom != null && told.compareAndSet(false, true)) {
            whom.run();
        }
    }

    // ---- bytes

    @Override
    public int read(ByteBuffer into) throws IOException {
        requireOpen();
        if (in == null) {
            return -1;
        }
        in.begin();
        return in.read(into);
    }

    @Override
    public int write(ByteBuffer from) throws IOException {
        requireOpen();
        if (out == null) {
            throw new IOException(name + " can only be read");
        }
        return out.write(from);
    }

    /** {@inheritDoc} Such a link is connected when it is made. */
    @Override
    public boolean finishConnect() throws IOException {
        requireOpen();
        return true;
    }

    @Override
    public void shutdownOutput() throws IOException {
        requireOpen();
        if (out != null) {
            out.end();
        }
    }

    @Override
    public void shutdownInput() throws IOException {
        requireOpen();
        if (in != null) {
            in.end();
        }
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    @Override
    public void close() {
        if (!open) {
            return;
        }
        open = false;
        listener = null;
        Poller.Attachment watching = attachment;
        attachment = null;
        if (out != null) {
            out.end();
        }
        if (in != null) {
            in.end();
        }
        if (watching != null) {
            watching.linkClosed();
        }
    }

    private void requireOpen() throws ClosedChannelException {
        if (!open) {
            throw new ClosedChannelException();
        }
    }

    /** @return null: it has none */
    @Override
    public SocketAddress localAddress() {
        return null;
    }

    /** @return null: it has none */
    @Override
    public SocketAddress remoteAddress() {
        return null;
    }

    @Override
    public String toString() {
        return name;
    }
}
