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

/** A network whose answers are recorded. The kernel's thread, but for {@link #resolve}. */
final class RecordingNetwork implements Network {
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
        ListenLink opened = null;
        IOException failure = null;
        try {
            opened = options.isEmpty() ? real.listen(local, backlog) : real.listen(local, backlog, options);
        } catch (IOException e) {
            failure = e;
        }
        Output record = recorder.begin(Kind.LISTEN);
        Values.write(record, local);
        record.signed(backlog);
        record.text(options.toString());
        if (failure != null) {
            throw recorder.failed(failure);
        }
        long id = opened(record);
        return new RecordingListenLink(recorder, opened, id);
    }

    @Override
    public StreamLink connect(SocketAddress remote, SocketAddress local) throws IOException {
        return connect(remote, local, SocketOptions.NONE);
    }

    @Override
    public StreamLink connect(SocketAddress remote, SocketAddress local, SocketOptions options) throws IOException {
        StreamLink opened = null;
        IOException failure = null;
        try {
            opened = options.isEmpty() ? real.connect(remote, local) : real.connect(remote, local, options);
        } catch (IOException e) {
            failure = e;
        }
        Output record = recorder.begin(Kind.CONNECT);
        Values.write(record, remote);
        Values.write(record, local);
        record.text(options.toString());
        if (failure != null) {
            throw recorder.failed(failure);
        }
        long id = opened(record);
        return new RecordingStreamLink(recorder, opened, id);
    }

    @Override
    public DatagramLink openDatagram(SocketAddress local, SocketAddress remote) throws IOException {
        DatagramLink opened = null;
        IOException failure = null;
        try {
            opened = real.openDatagram(local, remote);
        } catch (IOException e) {
            failure = e;
        }
        Output record = recorder.begin(Kind.OPEN_DATAGRAM);
        Values.write(record, local);
        Values.write(record, remote);
        if (failure != null) {
            throw recorder.failed(failure);
        }
        long id = opened(record);
        return new RecordingDatagramLink(recorder, opened, id);
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

    private long opened(Output record) {
        long id = recorder.newLink();
        record.bool(true);
        record.number(id);
        recorder.end();
        return id;
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
