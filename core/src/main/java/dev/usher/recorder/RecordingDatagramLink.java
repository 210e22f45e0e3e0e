package dev.usher.recorder;

import dev.usher.network.DatagramLink;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;

/** A datagram socket whose input is recorded, and of whose output the check. One thread. */
final class RecordingDatagramLink extends RecordingLink implements DatagramLink {
    private final DatagramLink socket;

    RecordingDatagramLink(FlightRecorder recorder, DatagramLink socket, long id) {
        super(recorder, socket, id);
        this.socket = socket;
    }

    @Override
    public SocketAddress receive(ByteBuffer into) throws IOException {
        int from = into.position();
        SocketAddress sender = null;
        Exception failure = null;
        try {
            sender = socket.receive(into);
        } catch (IOException | RuntimeException e) {
            failure = e;
        }
        Output record = recorder.begin(Kind.RECEIVE);
        record.number(id);
        if (failure != null) {
            throw Sneaky.thrown(recorder.failed(failure));
        }
        record.bool(true);
        Values.write(record, sender);
        record.block(into, from, into.position() - from);
        recorder.end();
        return sender;
    }

    @Override
    public int send(ByteBuffer buffer, SocketAddress to) throws IOException {
        int from = buffer.position();
        int offered = buffer.remaining();
        int check = recorder.check(buffer, from, offered);
        int count = 0;
        Exception failure = null;
        try {
            count = socket.send(buffer, to);
        } catch (IOException | RuntimeException e) {
            failure = e;
        }
        Output record = recorder.begin(Kind.SEND);
        record.number(id);
        Values.write(record, to);
        record.number(offered);
        record.int32(check);
        if (failure != null) {
            throw Sneaky.thrown(recorder.failed(failure));
        }
        record.bool(true);
        record.number(count);
        recorder.end();
        return count;
    }

    @Override
    public SocketAddress remoteAddress() {
        return address(Kind.REMOTE_ADDRESS, socket.remoteAddress());
    }
}
