package dev.usher.recorder;

import dev.usher.network.Link;
import dev.usher.network.Poller;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.SocketOption;

/** What recorded links share. To the real poller it is the attachment of the real link. One thread. */
abstract class RecordingLink implements Link, Poller.Attachment {
    final FlightRecorder recorder;
    final Link real;
    final long id;
    Object attachment;

    RecordingLink(FlightRecorder recorder, Link real, long id) {
        this.recorder = recorder;
        this.real = real;
        this.id = id;
    }

    @Override
    public final boolean isOpen() {
        return real.isOpen();
    }

    @Override
    public final SocketAddress localAddress() {
        return address(Kind.LOCAL_ADDRESS, real.localAddress());
    }

    final SocketAddress address(Kind which, SocketAddress address) {
        if (recorder.isOwn()) {
            Output record = recorder.begin(which);
            record.number(id);
            Values.write(record, address);
            recorder.end();
        }
        return address;
    }

    @Override
    public final <T> T option(SocketOption<T> option) throws IOException {
        T value = null;
        Exception failure = null;
        try {
            value = real.option(option);
        } catch (IOException | RuntimeException e) {
            failure = e;
        }
        Output record = recorder.begin(Kind.GET_OPTION);
        record.number(id);
        record.text(option.name());
        if (failure != null) {
            throw Sneaky.thrown(recorder.failed(failure));
        }
        record.bool(true);
        Values.write(record, value);
        recorder.end();
        return value;
    }

    @Override
    public final <T> void option(SocketOption<T> option, T value) throws IOException {
        Exception failure = null;
        try {
            real.option(option, value);
        } catch (IOException | RuntimeException e) {
            failure = e;
        }
        Output record = recorder.begin(Kind.SET_OPTION);
        record.number(id);
        record.text(option.name());
        record.text(String.valueOf(value));
        if (failure != null) {
            throw Sneaky.thrown(recorder.failed(failure));
        }
        record.bool(true);
        recorder.end();
    }

    @Override
    public final void close() {
        if (real.isOpen()) {
            recorder.did(Acts.CLOSE, id);
        }
        real.close();
    }

    @Override
    public final void linkClosed() {
        Object watching = attachment;
        attachment = null;
        if (watching instanceof Poller.Attachment told) {
            told.linkClosed();
        }
    }

    @Override
    public String toString() {
        return real.toString();
    }
}
