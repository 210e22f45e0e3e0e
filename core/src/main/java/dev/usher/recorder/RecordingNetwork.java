package dev.usher.recorder;

import dev.usher.network.DatagramLink;
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
import java.util.List;
import java.util.function.Consumer;

/** A network whose answers are recorded. The kernel's thread, but for {@link #resolve}. */
final class RecordingNetwork implements Network {
    private interface Opening<L> {
        L open() throws IOException;
    }

    private interface Wrapping<L> {
        L of(L link, long id);
    }

    private final FlightRecorder recorder;
    private final Network real;

    RecordingNetwork(FlightRecorder recorder, Network real) {
        this.recorder = recorder;
        this.real = real;
    }

    @Override
    public Poller openPoller() throws IOException {
        return recorder.polling(new RecordingPoller(recorder, real.openPoller()));
    }

    @Override
    public ListenLink listen(SocketAddress local, int backlog) throws IOException {
        return listen(local, backlog, SocketOptions.NONE);
    }

    @Override
    public ListenLink listen(SocketAddress local, int backlog, SocketOptions options) throws IOException {
        return recorded(
                Kind.LISTEN,
                () -> options.isEmpty() ? real.listen(local, backlog) : real.listen(local, backlog, options),
                record -> {
                    Values.write(record, local);
                    record.signed(backlog);
                    record.text(options.toString());
                },
                (link, id) -> new RecordingListenLink(recorder, link, id));
    }

    @Override
    public StreamLink connect(SocketAddress remote, SocketAddress local) throws IOException {
        return connect(remote, local, SocketOptions.NONE);
    }

    @Override
    public StreamLink connect(SocketAddress remote, SocketAddress local, SocketOptions options) throws IOException {
        return recorded(
                Kind.CONNECT,
                () -> options.isEmpty() ? real.connect(remote, local) : real.connect(remote, local, options),
                record -> {
                    Values.write(record, remote);
                    Values.write(record, local);
                    record.text(options.toString());
                },
                (link, id) -> new RecordingStreamLink(recorder, link, id));
    }

    @Override
    public DatagramLink openDatagram(SocketAddress local, SocketAddress remote) throws IOException {
        return recorded(
                Kind.OPEN_DATAGRAM,
                () -> real.openDatagram(local, remote),
                record -> {
                    Values.write(record, local);
                    Values.write(record, remote);
                },
                (link, id) -> new RecordingDatagramLink(recorder, link, id));
    }

    @Override
    public StreamLink input(String name, InputStream in) {
        StreamLink opened = real.input(name, in);
        Output record = recorder.begin(Kind.INPUT);
        record.text(name);
        long id = recorder.newLink();
        record.number(id);
        recorder.end();
        return new RecordingStreamLink(recorder, opened, id);
    }

    /** Opens a link and records what was asked and whether it was had. */
    private <L> L recorded(Kind kind, Opening<L> opening, Consumer<Output> asked, Wrapping<L> wrapping)
            throws IOException {
        L link = null;
        IOException failure = null;
        try {
            link = opening.open();
        } catch (IOException e) {
            failure = e;
        }
        Output record = recorder.begin(kind);
        asked.accept(record);
        if (failure != null) {
            throw recorder.failed(failure);
        }
        long id = recorder.newLink();
        record.bool(true);
        record.number(id);
        recorder.end();
        return wrapping.of(link, id);
    }

    /** Asked by offloaded work it is part of that work, whose result is recorded. */
    @Override
    public List<InetAddress> resolve(String host) throws UnknownHostException {
        if (!recorder.isOwn()) {
            return real.resolve(host);
        }
        List<InetAddress> found = null;
        UnknownHostException failure = null;
        try {
            found = real.resolve(host);
        } catch (UnknownHostException e) {
            failure = e;
        }
        Output record = recorder.begin(Kind.RESOLVE);
        record.text(host);
        if (failure != null) {
            throw recorder.failed(failure);
        }
        record.bool(true);
        Values.write(record, found);
        recorder.end();
        return found;
    }
}
