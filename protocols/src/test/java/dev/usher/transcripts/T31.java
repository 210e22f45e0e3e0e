package dev.usher.transcripts;

import dev.usher.kernel.Event;
import dev.usher.kernel.IoError;
import dev.usher.network.DatagramLink;
import dev.usher.network.StreamLink;
import dev.usher.wheel.Opened;
import dev.usher.wheel.SocketFactory;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.HashMap;
import java.util.Map;

/** What a SocketFactory tells of success and failure. */
@Difference(
        part = Part.WHEELS,
        poe = "looking names up fails as `inet_aton`, `getaddrinfo` or `getservbyname`",
        usher = "as `resolve`",
        because = "one operation, whatever the system calls it")
@Difference(
        part = Part.WHEELS,
        poe = "a port may be given as the name of a service",
        usher = "a number; TcpServer.from takes names",
        because = "Java has no table of services")
@Difference(
        part = Part.WHEELS,
        poe = "the success event of a UDP socket has an address and a port that are undefined",
        usher = "it is of another type: `SocketFactory.datagrams` tells of a `DatagramLink`",
        because = "nobody is connected")
final class T31 extends Port {
    static final Event<IoError> FAIL = Event.named("fail", IoError.class);
    static final Event<Opened> OK = Event.named("ok", Opened.class);
    static final Event<Opened> ACC = Event.named("acc", Opened.class);
    static final Event<Opened> UACC = Event.named("uacc", Opened.class);
    static final Event<Opened> UCON = Event.named("ucon", Opened.class);
    static final Event<DatagramLink> UDP_OK = Event.named("udpok", DatagramLink.class);
    static final Event<Void> END = Event.named("end");

    static final class Heap {
        final Map<String, SocketFactory> wheels = new HashMap<>();
        final Map<Long, String> names = new HashMap<>();
        StreamLink s1;
        StreamLink s2;
        StreamLink u1;
        StreamLink u2;
    }

    @Override
    void program() {
        int p = sockets.freePort();
        int p2 = sockets.freePort();
        UnixDomainSocketAddress path = UnixDomainSocketAddress.of("u.sock");
        S("A", new Heap(), a -> {
            a.start((h, poe) -> {
                h.wheels.put(
                        "refused",
                        SocketFactory.connect("127.0.0.1", p)
                                .successEvent(OK)
                                .failureEvent(FAIL)
                                .open(poe));
                L("refused wheel built");
                h.wheels.put(
                        "listen",
                        SocketFactory.listen(Sockets.local(p2))
                                .successEvent(ACC)
                                .failureEvent(FAIL)
                                .open(poe));
                InetSocketAddress bound = (InetSocketAddress)
                        h.wheels.get("listen").localAddress().orElseThrow();
                L("getsockname", bound.getAddress().getHostAddress(), bound.getPort() == p2 ? "port ok" : "bad");
                h.wheels.put(
                        "inuse",
                        SocketFactory.listen(Sockets.local(p2))
                                .successEvent(ACC)
                                .failureEvent(FAIL)
                                .open(poe));
                L("inuse wheel built (failure comes later)");
                h.wheels.put(
                        "badname",
                        SocketFactory.connect("no.such.host.invalid", 1)
                                .successEvent(OK)
                                .failureEvent(FAIL)
                                .open(poe));
                SocketFactory.datagrams(Sockets.local(0))
                        .successEvent(UDP_OK)
                        .failureEvent(FAIL)
                        .open(poe);
                h.wheels.put(
                        "unixl",
                        SocketFactory.listen(path)
                                .successEvent(UACC)
                                .failureEvent(FAIL)
                                .open(poe));
                h.wheels.put(
                        "unixc",
                        SocketFactory.connect(path)
                                .successEvent(UCON)
                                .failureEvent(FAIL)
                                .open(poe));
                h.wheels.put(
                        "con",
                        SocketFactory.connect("127.0.0.1", p2)
                                .successEvent(OK)
                                .failureEvent(FAIL)
                                .open(poe));
                h.wheels.forEach((name, wheel) -> h.names.put(wheel.id(), name));
                poe.delay(END, seconds(0.3));
                L("_start done");
            });
            a.on(
                    FAIL,
                    (h, poe, error) -> L(
                            "FAIL",
                            h.names.get(poe.wheelId()),
                            "op=" + error.operation(),
                            "errno=" + error.errno().number(),
                            "'" + error.text() + "'"));
            a.on(OK, (h, poe, opened) -> {
                InetSocketAddress peer = (InetSocketAddress) opened.remote();
                L(
                        "CONNECT ok",
                        h.names.get(poe.wheelId()),
                        "GLOB",
                        opened.remoteIp(),
                        opened.remotePort() == p2 ? "port ok" : "",
                        "addr length",
                        peer.getAddress().getAddress().length);
                h.s1 = opened.link();
            });
            a.on(ACC, (h, poe, opened) -> {
                L(
                        "ACCEPT",
                        "GLOB",
                        opened.remoteIp(),
                        opened.remotePort() > 0 ? "port>0" : "",
                        h.names.get(poe.wheelId()));
                h.s2 = opened.link();
            });
            a.on(UDP_OK, (h, poe, socket) -> {
                L("UDP success ARG1,2 undef:", 1);
                socket.close();
            });
            a.on(UACC, (h, poe, opened) -> {
                L(
                        "UNIX ACCEPT ARG1='" + opened.remote() + "'",
                        "ARG2=" + (opened.remotePort() == 0 ? "undef" : opened.remotePort()));
                h.u1 = opened.link();
            });
            a.on(UCON, (h, poe, opened) -> {
                L(
                        "UNIX CONNECT ARG1=" + opened.remote(),
                        "ARG2=" + (opened.remotePort() == 0 ? "undef" : opened.remotePort()));
                h.u2 = opened.link();
            });
            a.on(END, (h, poe) -> h.wheels.values().forEach(SocketFactory::close));
        });
        kernel.run();
        L("run returned");
    }
}
