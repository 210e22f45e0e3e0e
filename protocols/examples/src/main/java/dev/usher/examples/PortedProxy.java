package dev.usher.examples;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.usher.filters.StreamFilter;
import dev.usher.kernel.Context;
import dev.usher.kernel.Event;
import dev.usher.kernel.IoError;
import dev.usher.kernel.Kernel;
import dev.usher.kernel.SignalInfo;
import dev.usher.kernel.States;
import dev.usher.wheel.Opened;
import dev.usher.wheel.ReadWrite;
import dev.usher.wheel.SocketFactory;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/** {@code src/main/perl/proxy.pl}, a TCP proxy, handler by handler. */
final class PortedProxy {
    static final List<Option> OPTIONS =
            List.of(Option.number("port", 7032, 0, 65_535), Option.host(), Option.number("to", 7007, 1, 65_535));

    private static final Event<Opened> CONNECTED = Event.named("connected", Opened.class);
    private static final Event<IoError> FAILED = Event.named("failed", IoError.class);
    private static final Event<SignalInfo> CLOSE = Event.named("close", SignalInfo.class);

    private static final Event<Opened> REACHED = Event.named("reached", Opened.class);
    private static final Event<IoError> UNREACHABLE = Event.named("unreachable", IoError.class);
    private static final Event<byte[]> FROM_CLIENT = Event.named("from_client", byte[].class);
    private static final Event<byte[]> FROM_SERVER = Event.named("from_server", byte[].class);
    private static final Event<IoError> CLIENT_LOST = Event.named("client_lost", IoError.class);
    private static final Event<IoError> SERVER_LOST = Event.named("server_lost", IoError.class);
    private static final Event<Void> END = Event.named("end");
    private static final Event<Void> FLUSHED = Event.named("flushed");

    private static final States<PortedProxy> STATES = States.of(PortedProxy.class)
            .start(PortedProxy::start)
            .on(CONNECTED, (proxy, poe, opened) -> poe.create(Pipe.STATES, new Pipe(proxy, opened)))
            .on(FAILED, PortedProxy::failed)
            .on(CLOSE, PortedProxy::close);

    private final int port;
    private final String host;
    private final int to;
    private final PrintStream out;
    private SocketFactory listener;
    private int count;

    private PortedProxy(int port, String host, int to, PrintStream out) {
        this.port = port;
        this.host = host;
        this.to = to;
        this.out = out;
    }

    private void start(Context poe) {
        poe.aliasSet("proxy");
        poe.sig("TERM", CLOSE);
        listener = SocketFactory.listen(new InetSocketAddress("127.0.0.1", port))
                .successEvent(CONNECTED)
                .failureEvent(FAILED)
                .open(poe);
        if (listener.localAddress().isPresent()) { // else FAILED is on its way
            out.println("listening on 127.0.0.1:" + listener.port());
        }
    }

    private void failed(Context poe, IoError error) {
        System.err.println("cannot " + error.operation() + ": " + error.text());
        poe.yield(CLOSE);
    }

    private void close(Context poe, SignalInfo info) {
        listener.close();
        poe.aliasRemove("proxy");
        poe.sig("TERM");
        poe.sigHandled();
    }

    /** One session carries both directions of a connection. What a side says before the other is there waits. */
    private static final class Pipe {
        static final States<Pipe> STATES = States.of(Pipe.class)
                .start(Pipe::start)
                .on(REACHED, Pipe::reached)
                .on(UNREACHABLE, Pipe::unreachable)
                .on(FROM_CLIENT, Pipe::fromClient)
                .on(FROM_SERVER, Pipe::fromServer)
                // A side that is lost ends the other one as soon as that has got everything.
                .on(CLIENT_LOST, (pipe, poe, error) -> pipe.lost(poe, pipe.client))
                .on(SERVER_LOST, (pipe, poe, error) -> pipe.lost(poe, pipe.server))
                .on(END, (pipe, poe) -> {
                    pipe.ending = true;
                    poe.yield(FLUSHED);
                })
                .on(FLUSHED, (pipe, poe) -> pipe.flushed())
                .stop((pipe, poe) -> pipe.proxy.out.println(
                        "connection " + pipe.number + ": " + pipe.in + " in, " + pipe.out + " out"));

        private final PortedProxy proxy;
        private final Opened opened;
        private final int number;
        private final List<byte[]> waiting = new ArrayList<>();
        private ReadWrite<byte[], byte[]> client;
        private ReadWrite<byte[], byte[]> server; // null until it is reached
        private long in;
        private long out;
        private boolean ending;

        Pipe(PortedProxy proxy, Opened opened) {
            this.proxy = proxy;
            this.opened = opened;
            number = ++proxy.count;
        }

        private void start(Context poe) {
            client = ReadWrite.with(new StreamFilter())
                    .inputEvent(FROM_CLIENT)
                    .flushedEvent(FLUSHED)
                    .errorEvent(CLIENT_LOST)
                    .open(poe, opened.link());
            SocketFactory.connect(proxy.host, proxy.to)
                    .successEvent(REACHED)
                    .failureEvent(UNREACHABLE)
                    .open(poe);
        }

        private void reached(Context poe, Opened remote) {
            server = ReadWrite.with(new StreamFilter())
                    .inputEvent(FROM_SERVER)
                    .flushedEvent(FLUSHED)
                    .errorEvent(SERVER_LOST)
                    .open(poe, remote.link());
            waiting.forEach(server::put);
            waiting.clear();
        }

        private void unreachable(Context poe, IoError error) {
            ending = true;
            client.put(("cannot " + error.operation() + "\n").getBytes(ISO_8859_1));
        }

        private void fromClient(Context poe, byte[] bytes) {
            in += bytes.length;
            if (server != null) {
                server.put(bytes);
            } else {
                waiting.add(bytes);
            }
        }

        private void fromServer(Context poe, byte[] bytes) {
            out += bytes.length;
            client.put(bytes); // a closed wheel drops it
        }

        private void lost(Context poe, ReadWrite<byte[], byte[]> side) {
            side.close();
            poe.yield(END);
        }

        private void flushed() {
            if (ending) {
                closeWhenWritten(client);
                closeWhenWritten(server);
            }
        }

        private static void closeWhenWritten(ReadWrite<byte[], byte[]> side) {
            if (side != null && side.octets() == 0) {
                side.close();
            }
        }
    }

    static void start(Kernel kernel, int port, String host, int to, PrintStream out) {
        kernel.create(STATES, new PortedProxy(port, host, to, out));
    }

    static int run(Arguments arguments, PrintStream out, PrintStream err) {
        Kernel kernel = new Kernel();
        start(kernel, arguments.number("port"), arguments.host(), arguments.number("to"), out);
        kernel.run();
        return 0;
    }
}
