package dev.usher.simulation;

import dev.usher.network.ListenLink;
import dev.usher.network.Network;
import dev.usher.network.Poller;
import dev.usher.network.SocketOptions;
import dev.usher.network.StreamLink;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * TCP in memory and in virtual time. One thread, that of the kernel under test and of the test itself.
 *
 * <p>Everything that travels (bytes, ends, resets, connecting) arrives while a poller of this network polls, without
 * faults at the next poll. Every address belongs to this one machine. The same seed and the same calls give the same
 * run, byte for byte.
 */
public final class SimulatedNetwork implements Network {

    /** Bytes that one direction of a connection holds, unless said otherwise. */
    public static final int DEFAULT_CAPACITY = 65_536;

    private static final int DEFAULT_BACKLOG = 50;
    private static final long FIRST_RETRY_NS = 1_000_000_000L;
    private static final int RETRIES = 6;

    private final VirtualClock clock;
    private final Chance chance;
    private final Agenda agenda = new Agenda();
    private final Hosts hosts = new Hosts();
    private final Ports ports = new Ports();
    private final List<SimulatedPoller> pollers = new ArrayList<>();
    private int capacity = DEFAULT_CAPACITY;
    private int openLinks;
    private IOException acceptFailure;

    /**
     * A network with a clock of its own.
     *
     * @param seed decides which operation meets a fault
     */
    public SimulatedNetwork(long seed) {
        this(new VirtualClock(), new SplittableRandom(seed));
    }

    /**
     * A network that shares its clock and its source of chance.
     *
     * @param clock its time
     * @param random decides which operation meets a fault
     */
    public SimulatedNetwork(VirtualClock clock, SplittableRandom random) {
        this.clock = clock;
        this.chance = new Chance(random);
    }

    /** @return the time of this network */
    public VirtualClock clock() {
        return clock;
    }

    /**
     * Sets what goes wrong from now on. What is on its way already stays so.
     *
     * @param faults instead of those before
     */
    public void faults(Faults faults) {
        chance.faults = faults;
    }

    /**
     * Sets how much the connections established from now on hold: what was written and not yet read.
     *
     * @param bytes for each direction, more than 0
     */
    public void capacity(int bytes) {
        if (bytes <= 0) {
            throw new IllegalArgumentException("capacity must be more than 0, not " + bytes);
        }
        capacity = bytes;
    }

    /**
     * Gives a host its addresses; {@code localhost} has 127.0.0.1 and ::1.
     *
     * @param host the name, in any case
     * @param addresses in the order in which {@link #resolve} answers them; none makes the name unknown
     */
    public void name(String host, InetAddress... addresses) {
        hosts.name(host, addresses);
    }

    /**
     * Connects a client that a test holds, from 127.0.0.1.
     *
     * @param port of 127.0.0.1
     * @return the client, connecting
     */
    public SimulatedClient connect(int port) {
        return connect(new InetSocketAddress(Hosts.loopback(false), port));
    }

    /**
     * Connects a client that a test holds.
     *
     * @param remote whom to
     * @return the client, connecting; refused at once where a kernel's connection would fail at once
     */
    public SimulatedClient connect(SocketAddress remote) {
        try {
            return new SimulatedClient(begin(remote, null));
        } catch (IOException failure) {
            SimulatedStreamLink link = new SimulatedStreamLink(this, null, remote, false);
            link.failed(failure.getMessage());
            return new SimulatedClient(link);
        }
    }

    /**
     * Lets the next accept fail that finds a connection waiting. The connection goes on waiting.
     *
     * @param failure what it throws
     */
    public void failNextAccept(IOException failure) {
        acceptFailure = failure;
    }

    /**
     * @return how many links were listened with, accepted or connected here and are still open; test clients do not
     *     count
     */
    public int openLinks() {
        return openLinks;
    }

    /** @return how many links are watched by pollers */
    public int watchedLinks() {
        return pollers.stream().mapToInt(SimulatedPoller::watched).sum();
    }

    @Override
    public Poller openPoller() {
        SimulatedPoller poller = new SimulatedPoller(this);
        pollers.add(poller);
        return poller;
    }

    /**
     * {@inheritDoc}
     *
     * <p>Port 0 takes the next one from 49152 up. A connection that finds the backlog full tries again after 1, 3, 7 ..
     * seconds, as on Linux, and gives up after 127.
     */
    @Override
    public ListenLink listen(SocketAddress local, int backlog) throws IOException {
        SocketAddress free = ports.free(checked(local));
        SimulatedListenLink listener = new SimulatedListenLink(this, free, backlog < 1 ? DEFAULT_BACKLOG : backlog);
        ports.add(listener);
        listener.handOut();
        return listener;
    }

    /** {@inheritDoc} They are kept, and have no effect. */
    @Override
    public ListenLink listen(SocketAddress local, int backlog, SocketOptions options) throws IOException {
        ListenLink listener = listen(local, backlog);
        ((SimulatedLink) listener).options(options);
        return listener;
    }

    /** {@inheritDoc} They are kept, and have no effect. */
    @Override
    public StreamLink connect(SocketAddress remote, SocketAddress local, SocketOptions options) throws IOException {
        StreamLink link = connect(remote, local);
        ((SimulatedLink) link).options(options);
        return link;
    }

    @Override
    public StreamLink connect(SocketAddress remote, SocketAddress local) throws IOException {
        SimulatedStreamLink link = begin(remote, local);
        link.handOut();
        return link;
    }

    @Override
    public List<InetAddress> resolve(String host) throws UnknownHostException {
        return hosts.resolve(host);
    }

    private SimulatedStreamLink begin(SocketAddress remote, SocketAddress local) throws IOException {
        SocketAddress destination = checked(remote);
        SocketAddress source;
        if (destination instanceof InetSocketAddress inet) {
            if (inet.getPort() == 0) {
                throw new ConnectException("Connection refused");
            }
            InetAddress address = inet.getAddress();
            if (address.isAnyLocalAddress()) {
                address = Hosts.loopback(address instanceof Inet6Address);
                destination = new InetSocketAddress(address, inet.getPort());
            }
            source = ports.free(local == null ? new InetSocketAddress(address, 0) : checked(local));
        } else {
            if (ports.listenerAt(destination) == null) {
                throw new SocketException("No such file or directory");
            }
            source = local == null ? UnixDomainSocketAddress.of("") : ports.free(local);
        }
        SimulatedStreamLink link = new SimulatedStreamLink(this, source, destination, local != null);
        link.travel(() -> knock(link, 0));
        return link;
    }

    /** A connection's first segment arrives at whoever listens. */
    private void knock(SimulatedStreamLink link, int retry) {
        if (!link.isOpen()) {
            return;
        }
        SimulatedListenLink listener = ports.listenerAt(link.destination());
        if (listener == null || retry == 0 && chance.refuses()) {
            at(arrivalNs(), () -> link.failed("Connection refused"));
        } else if (!listener.isFull()) {
            SimulatedStreamLink accepted = new SimulatedStreamLink(this, link.destination(), link.boundTo(), true);
            link.join(accepted, capacity);
            listener.enqueue(accepted);
        } else if (retry <= RETRIES) {
            at(clock.nowNs() + (FIRST_RETRY_NS << retry), () -> knock(link, retry + 1));
        } else {
            link.failed("Connection timed out");
        }
    }

    private static SocketAddress checked(SocketAddress address) throws IOException {
        if (address instanceof InetSocketAddress inet && inet.isUnresolved()) {
            throw new UnknownHostException(inet.getHostString());
        }
        if (!(address instanceof InetSocketAddress || address instanceof UnixDomainSocketAddress)) {
            throw new SocketException("Address family not supported by protocol");
        }
        return address;
    }

    Chance chance() {
        return chance;
    }

    /** When something arrives that departs now. */
    long arrivalNs() {
        return clock.nowNs() + chance.delayNs();
    }

    void at(long dueNs, Runnable effect) {
        agenda.add(dueNs, effect);
    }

    void deliver() {
        agenda.deliver(clock.nowNs());
    }

    long nextDeliveryNs() {
        return agenda.nextNs();
    }

    IOException takeAcceptFailure() {
        IOException failure = acceptFailure;
        acceptFailure = null;
        return failure;
    }

    void unlisten(SimulatedListenLink listener) {
        ports.remove(listener);
    }

    void pollerClosed(SimulatedPoller poller) {
        pollers.remove(poller);
    }

    void linkOpened() {
        openLinks++;
    }

    void linkClosed() {
        openLinks--;
    }
}
