package dev.usher.recorder;

import dev.usher.network.DatagramLink;
import dev.usher.network.Link;
import dev.usher.network.ListenLink;
import dev.usher.network.Network;
import dev.usher.network.Poller;
import dev.usher.network.SocketOptions;
import dev.usher.network.StreamLink;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A network that does what was recorded. One thread. */
final class ReplayNetwork implements Network {
    private final Script script;
    private final Map<Long, ReplayLink> links = new HashMap<>();

    ReplayNetwork(Script script) {
        this.script = script;
    }

    Script script() {
        return script;
    }

    void closed(ReplayLink link) {
        links.remove(link.id);
    }

    void made(ReplayLink link) {
        links.put(link.id, link);
    }

    @Override
    public Poller openPoller() {
        return new ReplayPoller();
    }

    @Override
    public ListenLink listen(SocketAddress local, int backlog) throws IOException {
        return listen(local, backlog, SocketOptions.NONE);
    }

    @Override
    public ListenLink listen(SocketAddress local, int backlog, SocketOptions options) throws IOException {
        String asked = "listen at " + local + " backlog " + backlog + " options " + options;
        Input body = script.ask(Kind.LISTEN, () -> asked);
        if (body != null) {
            script.same(
                    "listen at " + Values.read(body) + " backlog " + body.signed() + " options " + body.text(), asked);
        }
        return new ReplayListenLink(this, opened(body));
    }

    @Override
    public StreamLink connect(SocketAddress remote, SocketAddress local) throws IOException {
        return connect(remote, local, SocketOptions.NONE);
    }

    @Override
    public StreamLink connect(SocketAddress remote, SocketAddress local, SocketOptions options) throws IOException {
        String asked = "connect to " + remote + " from " + local + " options " + options;
        Input body = script.ask(Kind.CONNECT, () -> asked);
        if (body != null) {
            script.same(
                    "connect to " + Values.read(body) + " from " + Values.read(body) + " options " + body.text(),
                    asked);
        }
        return new ReplayStreamLink(this, opened(body));
    }

    @Override
    public DatagramLink openDatagram(SocketAddress local, SocketAddress remote) throws IOException {
        String asked = "datagrams at " + local + " with " + remote;
        Input body = script.ask(Kind.OPEN_DATAGRAM, () -> asked);
        if (body != null) {
            script.same("datagrams at " + Values.read(body) + " with " + Values.read(body), asked);
        }
        return new ReplayDatagramLink(this, opened(body));
    }

    /** The number of the link that was opened, 0 when it is over. */
    private long opened(Input body) throws IOException {
        if (body == null || script.isOver()) {
            return 0;
        }
        answered(body);
        long id = body.number();
        script.done();
        return id;
    }

    /** Throws what was thrown. */
    void answered(Input body) throws IOException {
        script.threw(body);
    }

    @Override
    public StreamLink input(String name, InputStream in) {
        Input body = script.ask(Kind.INPUT, () -> "input " + name);
        if (body != null) {
            script.same("input " + body.text(), "input " + name);
        }
        long id = 0;
        if (!script.isOver()) {
            id = body.number();
            script.done();
        }
        return new ReplayStreamLink(this, id);
    }

    @Override
    public List<InetAddress> resolve(String host) throws UnknownHostException {
        if (!script.isOwn()) {
            throw new UnknownHostException(host + ": a replay looks nothing up");
        }
        Input body = script.ask(Kind.RESOLVE, () -> "resolve " + host);
        if (body != null) {
            script.same("resolve " + body.text(), "resolve " + host);
        }
        if (script.isOver()) {
            throw new UnknownHostException(host);
        }
        script.threw(body);
        List<InetAddress> found = ((List<?>) Values.read(body))
                .stream().map(InetAddress.class::cast).toList();
        script.done();
        return found;
    }

    /** Tells which links were ready. One thread, but for {@link #wakeUp}. */
    private final class ReplayPoller implements Poller {

        @Override
        public void watch(Link link, int operations, Object attachment) throws IOException {
            ReplayLink replayed = (ReplayLink) link;
            if (attachment != null && !replayed.isOpen()) {
                throw new ClosedChannelException();
            }
            replayed.attachment = attachment;
            script.did(Acts.watch(attachment == null ? 0 : operations), replayed.id);
        }

        @Override
        public Object attachment(Link link) {
            return ((ReplayLink) link).attachment;
        }

        @Override
        public void poll(long timeoutNs, Ready ready) {
            Input body = script.ask(Kind.POLL, () -> "poll");
            if (body == null) {
                throw new ReplayOver();
            }
            while (!body.isEmpty()) {
                long id = body.number();
                int operations = body.octet();
                ReplayLink link = links.get(id);
                if (link == null || link.attachment == null) {
                    script.diverge("link " + id + " became ready, and the program does not watch it");
                    return;
                }
                ready.ready(link.attachment, operations);
            }
            script.done();
        }

        @Override
        public void wakeUp() {
            // It never sleeps.
        }

        @Override
        public void close() {
            // It has nothing.
        }
    }
}
