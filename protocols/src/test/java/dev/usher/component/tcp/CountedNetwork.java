package dev.usher.component.tcp;

import dev.usher.network.Link;
import dev.usher.network.ListenLink;
import dev.usher.network.Network;
import dev.usher.network.Poller;
import dev.usher.network.SocketOptions;
import dev.usher.network.StreamLink;
import java.io.IOException;
import java.net.InetAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.List;

/** A network that counts what would be system calls. One thread. */
final class CountedNetwork implements Network {
    private final Network network;
    private long polls;
    private long changes; // of what is watched for
    private long reads;
    private long writes;

    CountedNetwork(Network network) {
        this.network = network;
    }

    /** What there were until now, of each kind. */
    record Calls(long polls, long changes, long reads, long writes) {
        Calls since(Calls before) {
            return new Calls(
                    polls - before.polls, changes - before.changes, reads - before.reads, writes - before.writes);
        }
    }

    Calls calls() {
        return new Calls(polls, changes, reads, writes);
    }

    @Override
    public Poller openPoller() throws IOException {
        return new Counted(network.openPoller());
    }

    @Override
    public ListenLink listen(SocketAddress local, int backlog) throws IOException {
        return new Listener(network.listen(local, backlog));
    }

    @Override
    public ListenLink listen(SocketAddress local, int backlog, SocketOptions options) throws IOException {
        return new Listener(network.listen(local, backlog, options));
    }

    @Override
    public StreamLink connect(SocketAddress remote, SocketAddress local) throws IOException {
        return new Stream(network.connect(remote, local));
    }

    @Override
    public List<InetAddress> resolve(String host) throws UnknownHostException {
        return network.resolve(host);
    }

    private final class Counted implements Poller {
        private final Poller poller;

        Counted(Poller poller) {
            this.poller = poller;
        }

        @Override
        public void watch(Link link, int operations, Object attachment) throws IOException {
            changes++;
            poller.watch(((Wrapped) link).link(), operations, attachment);
        }

        @Override
        public Object attachment(Link link) {
            return poller.attachment(((Wrapped) link).link());
        }

        @Override
        public void poll(long timeoutNs, Ready ready) throws IOException {
            polls++;
            poller.poll(timeoutNs, ready);
        }

        @Override
        public void wakeUp() {
            poller.wakeUp();
        }

        @Override
        public void close() {
            poller.close();
        }
    }

    private interface Wrapped extends Link {
        Link link();

        @Override
        default boolean isOpen() {
            return link().isOpen();
        }

        @Override
        default SocketAddress localAddress() {
            return link().localAddress();
        }

        @Override
        default void close() {
            link().close();
        }
    }

    private final class Listener implements ListenLink, Wrapped {
        private final ListenLink link;

        Listener(ListenLink link) {
            this.link = link;
        }

        @Override
        public ListenLink link() {
            return link;
        }

        @Override
        public StreamLink accept() throws IOException {
            StreamLink accepted = link.accept();
            return accepted == null ? null : new Stream(accepted);
        }
    }

    private final class Stream implements StreamLink, Wrapped {
        private final StreamLink link;

        Stream(StreamLink link) {
            this.link = link;
        }

        @Override
        public StreamLink link() {
            return link;
        }

        @Override
        public int read(ByteBuffer into) throws IOException {
            reads++;
            return link.read(into);
        }

        @Override
        public int write(ByteBuffer from) throws IOException {
            writes++;
            return link.write(from);
        }

        @Override
        public boolean finishConnect() throws IOException {
            return link.finishConnect();
        }

        @Override
        public void shutdownOutput() throws IOException {
            link.shutdownOutput();
        }

        @Override
        public void shutdownInput() throws IOException {
            link.shutdownInput();
        }

        @Override
        public SocketAddress remoteAddress() {
            return link.remoteAddress();
        }
    }
}
