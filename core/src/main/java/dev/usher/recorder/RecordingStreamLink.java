package dev.usher.recorder;

import dev.usher.network.StreamLink;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngine;

/** A connection whose input is recorded, and of whose output the check and what was taken of it. One thread. */
final class RecordingStreamLink extends RecordingLink implements StreamLink {
    private final StreamLink stream;

    /** One of the operations that answer nothing. */
    @FunctionalInterface
    private interface Operation {
        void run() throws IOException;
    }

    RecordingStreamLink(FlightRecorder recorder, StreamLink stream, long id) {
        super(recorder, stream, id);
        this.stream = stream;
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        int from = into.position();
        int count = 0;
        Exception failure = null;
        try {
            count = stream.read(into);
        } catch (IOException | RuntimeException e) {
            failure = e;
        }
        Output record = begin(Kind.READ);
        if (failure != null) {
            throw Sneaky.thrown(recorder.failed(failure));
        }
        record.bool(true);
        record.bool(count < 0);
        record.block(into, from, Math.max(0, count));
        recorder.end();
        return count;
    }

    @Override
    public int write(ByteBuffer buffer) throws IOException {
        int from = buffer.position();
        int offered = buffer.remaining();
        int count = 0;
        Exception failure = null;
        try {
            count = stream.write(buffer);
        } catch (IOException | RuntimeException e) {
            failure = e;
        }
        Output record = begin(Kind.WRITE);
        record.number(offered);
        if (failure != null) {
            throw Sneaky.thrown(recorder.failed(failure));
        }
        record.bool(true);
        record.number(offered - count);
        record.int32(recorder.check(buffer, from, count));
        recorder.end();
        return count;
    }

    @Override
    public boolean finishConnect() throws IOException {
        boolean connected = false;
        Exception failure = null;
        try {
            connected = stream.finishConnect();
        } catch (IOException | RuntimeException e) {
            failure = e;
        }
        Output record = begin(Kind.FINISH_CONNECT);
        if (failure != null) {
            throw Sneaky.thrown(recorder.failed(failure));
        }
        record.bool(true);
        record.bool(connected);
        recorder.end();
        return connected;
    }

    @Override
    public void shutdownOutput() throws IOException {
        shutdown(Kind.SHUTDOWN_OUTPUT, stream::shutdownOutput);
    }

    @Override
    public void shutdownInput() throws IOException {
        shutdown(Kind.SHUTDOWN_INPUT, stream::shutdownInput);
    }

    private void shutdown(Kind kind, Operation operation) {
        Exception failure = null;
        try {
            operation.run();
        } catch (IOException | RuntimeException e) {
            failure = e;
        }
        Output record = begin(kind);
        if (failure != null) {
            throw Sneaky.thrown(recorder.failed(failure));
        }
        record.bool(true);
        recorder.end();
    }

    @Override
    public SocketAddress remoteAddress() {
        return address(Kind.REMOTE_ADDRESS, stream.remoteAddress());
    }

    @Override
    public SSLEngine engine(SSLEngine engine) {
        return new RecordingEngine(recorder, engine, id);
    }

    private Output begin(Kind kind) {
        Output record = recorder.begin(kind);
        record.number(id);
        return record;
    }
}
