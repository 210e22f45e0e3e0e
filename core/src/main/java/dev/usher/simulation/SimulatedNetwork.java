package dev.usher.simulation;

import dev.usher.network.DatagramLink;
import dev.usher.network.ListenLink;
import dev.usher.network.Network;
import dev.usher.network.Poller;
import dev.usher.network.SocketOptions;
import dev.usher.network.StreamLink;
import java.io.IOException;
import java.net.BindException;
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
 * TCP and UDP in memory and in virtual time. One thread, that of the kernel under test and of the test itself.
 *
 * <p>Everything that travels (bytes, ends, resets, connecting) arrives while a poller of this network polls, without
 * faults at the next poll. Every address belongs to this one machine, but for those of named hosts of the same
 * {@link Simulation}. The same seed and the same calls give the same run, byte for byte.
 */
public final class SimulatedNetwork implements Network {

    /** Bytes that one direction of a connection holds, unless said otherwise. */
    public static final int DEFAULT_CAPACITY = 65_536;

    private static final SocketAddress NOWHERE = UnixDomainSocketAddress.of("");
    private static final int DEFAULT_BACKLOG = 50;
    private static final long FIRST_RETRY_NS = 1_000_000_000L;
    private static final int RETRIES = 6;

    /** Where the first machine's connections to others come from (an address for documentation, RFC 5737). */
    private static final InetAddress OUTSIDE = Hosts.address(192, 0, 2, 1);

    private final World world;
    private final InetAddress address; // null: all that no other machine has
    private final SimulatedNetwork machine; // the network of its first kernel, which may be this
    private final Ports ports;
    private final DatagramPorts datagramPorts;
    private final List<SimulatedPoller> pollers = new ArrayList<>();
    private int capacity = DEFAULT_CAPACITY;
    private int openLinks;
    private IOException acceptFailure;
    private long parkedUntilNs = VirtualClock.NEVER;
    private boolean parked;

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
        this(new World(clock, new Chance(random)), null);
    }

    /** One machine of several. */
    SimulatedNetwork(World world, InetAddress address) {
        this.world = world;
        this.address = address;
        machine = this;
        ports = new Ports();
        datagramPorts = new DatagramPorts();
        world.add(this, address);
    }

    /** Of one more kernel on a machine. */
    SimulatedNetwork(SimulatedNetwork machine) {
        this.machine = machine;
        world = machine.world;
        address = machine.address;
        ports = machine.ports;
        datagramPorts = machine.datagramPorts;
        world.add(this, null);
    }

    SimulatedNetwork machine() {
        return machine;
    }

    World world() {
        return world;
    }

    /** @return the time of this network */
    public VirtualClock clock() {
        return world.clock;
    }

    /**
     * Sets what goes wrong from now on. What is on its way already stays so.
     *
     * @param faults instead of those before
     */
    public void faults(Faults faults) {
        world.chance.faults = faults;
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
        world.hosts.name(host, addresses);
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
        return listen(local, backlog, false);
    }

    private SimulatedListenLink listen(SocketAddress local, int backlog, boolean shared) throws IOException {
        SocketAddress free = ports.free(own(checked(local)), shared);
        SimulatedListenLink listener =
                new SimulatedListenLink(this, free, backlog < 1 ? DEFAULT_BACKLOG : backlog, shared);
        ports.add(listener);
        listener.handOut();
        return listener;
    }

    /** {@inheritDoc} All addresses can be shared; the seed decides whose each connection is. */
    @Override
    public boolean canShare(SocketAddress local) {
        return true;
    }

    @Override
    public ListenLink share(SocketAddress local, int backlog, SocketOptions options) throws IOException {
        SimulatedListenLink listener = listen(local, backlog, true);
        listener.options(options);
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

    /**
     * {@inheritDoc}
     *
     * <p>A datagram travels alone: with delays it may overtake another. It is lost where nobody has bound its address,
     * or where 64 wait already.
     */
    @Override
    public DatagramLink openDatagram(SocketAddress local, SocketAddress remote) throws IOException {
        SocketAddress peer = remote == null ? null : checked(remote);
        SimulatedDatagramLink link =
                new SimulatedDatagramLink(this, datagramPorts.free(own(checked(local))), (InetSocketAddress) peer);
        datagramPorts.add(link);
        link.handOut();
        return link;
    }

    @Override
    public List<InetAddress> resolve(String host) throws UnknownHostException {
        return world.hosts.resolve(host);
    }

    private SimulatedStreamLink begin(SocketAddress remote, SocketAddress local) throws IOException {
        SocketAddress destination = checked(remote);
        SocketAddress source;
        SimulatedNetwork target = this;
        if (destination instanceof InetSocketAddress inet) {
            if (inet.getPort() == 0) {
                throw new ConnectException("Connection refused");
            }
            InetAddress to = inet.getAddress();
            if (to.isAnyLocalAddress()) {
                to = Hosts.loopback(to instanceof Inet6Address);
                destination = new InetSocketAddress(to, inet.getPort());
            }
            target = to.isLoopbackAddress() ? this : world.owner(to);
            source = ports.free(
                    local == null ? new InetSocketAddress(sourceTo(target, to), 0) : own(checked(local)), false);
        } else {
            if (ports.listenersAt(destination).isEmpty()) {
                throw new SocketException("No such file or directory");
            }
            source = local == null ? UnixDomainSocketAddress.of("") : ports.free(local, false);
        }
        SimulatedStreamLink link = new SimulatedStreamLink(this, source, destination, local != null);
        link.other = target;
        SimulatedNetwork destined = target;
        at(arrivalNs(), () -> destined.knock(link, 0));
        return link;
    }

    private InetAddress sourceTo(SimulatedNetwork target, InetAddress destination) {
        if (target.machine == machine) {
            return destination;
        }
        return address == null ? OUTSIDE : address;
    }

    /** What can be bound here: a named host has its own address, the loopback ones and the any ones. */
    private SocketAddress own(SocketAddress local) throws BindException {
        if (address != null
                && local instanceof InetSocketAddress inet
                && !inet.getAddress().isAnyLocalAddress()
                && !inet.getAddress().isLoopbackAddress()
                && !inet.getAddress().equals(address)) {
            throw new BindException("Cannot assign requested address");
        }
        return local;
    }

    /** A connection's first segment arrives at whoever listens. */
    private void knock(SimulatedStreamLink link, int retry) {
        if (!link.isOpen()) {
            return;
        }
        boolean cut = world.isCut(link.network, this);
        SimulatedListenLink listener = world.chance.one(ports.listenersAt(link.destination()));
        if (!cut && (listener == null || retry == 0 && world.chance.refuses())) {
            at(arrivalNs(), () -> link.failed("Connection refused"));
        } else if (!cut && !listener.isFull()) {
            SimulatedStreamLink accepted =
                    new SimulatedStreamLink(listener.network, link.destination(), link.boundTo(), true);
            accepted.other = link.network;
            link.other = listener.network;
            link.join(accepted, capacity);
            listener.enqueue(accepted);
        } else if (retry <= RETRIES) {
            at(world.clock.nowNs() + (FIRST_RETRY_NS << retry), () -> knock(link, retry + 1));
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
        return world.chance;
    }

    /** When something arrives that departs now. */
    long arrivalNs() {
        return world.clock.nowNs() + world.chance.delayNs();
    }

    void at(long dueNs, Runnable effect) {
        world.at(dueNs, effect);
    }

    void deliver() {
        world.deliver();
    }

    long nextDeliveryNs() {
        return world.nextNs();
    }

    // ---- among several machines, each waits until all have nothing to do now

    /** A poll has found nothing: this machine has nothing to do before that time, unless something arrives. */
    void park(long untilNs) {
        parked = true;
        parkedUntilNs = untilNs;
    }

    void unpark() {
        parked = false;
        parkedUntilNs = VirtualClock.NEVER;
    }

    boolean isRunnable() {
        return !parked
                || parkedUntilNs <= world.clock.nowNs()
                || pollers.stream().anyMatch(SimulatedPoller::mayFind);
    }

    long parkedUntilNs() {
        return parkedUntilNs;
    }

    IOException takeAcceptFailure() {
        IOException failure = acceptFailure;
        acceptFailure = null;
        return failure;
    }

    /** Who gets what is sent there; null if nobody does, or the machines are cut off from each other. */
    SimulatedDatagramLink datagramLinkAt(SocketAddress remote) {
        SimulatedNetwork target = target(remote);
        return world.isCut(this, target) ? null : target.datagramPorts.at(remote);
    }

    /** The machine that has an address. */
    private SimulatedNetwork target(SocketAddress remote) {
        return remote instanceof InetSocketAddress inet
                        && !inet.getAddress().isLoopbackAddress()
                        && !inet.getAddress().isAnyLocalAddress()
                ? world.owner(inet.getAddress())
                : this;
    }

    /** What another machine sees as the sender of what an any-address sends there. */
    InetAddress sourceTo(SocketAddress remote, boolean six) {
        SimulatedNetwork target = target(remote);
        return target.machine == machine
                ? Hosts.loopback(six)
                : sourceTo(target, ((InetSocketAddress) remote).getAddress());
    }

    void unbind(SimulatedDatagramLink link) {
        datagramPorts.remove(link);
    }

    /** A pipe with two ends: ours, which counts as open here, and one for a test to hold. */
    SimulatedStreamLink pipe(SimulatedStreamLink far) {
        SimulatedStreamLink near = new SimulatedStreamLink(this, NOWHERE, NOWHERE, true);
        near.pipe(far, capacity);
        near.handOut();
        return near;
    }

    SimulatedStreamLink farEnd() {
        return new SimulatedStreamLink(this, NOWHERE, NOWHERE, true);
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
