package dev.usher.recorder;

import dev.usher.network.ListenLink;
import dev.usher.network.StreamLink;
import java.io.IOException;

/** A listener whose connections are recorded. One thread. */
final class RecordingListenLink extends RecordingLink implements ListenLink {
    private final ListenLink listener;

    RecordingListenLink(FlightRecorder recorder, ListenLink listener, long id) {
        super(recorder, listener, id);
        this.listener = listener;
    }

    @Override
    public StreamLink accept() throws IOException {
        StreamLink accepted = null;
        IOException failure = null;
        try {
            accepted = listener.accept();
        } catch (IOException e) {
            failure = e;
        }
        Output record = recorder.begin(Kind.ACCEPT);
        record.number(id);
        if (failure != null) {
            throw recorder.failed(failure);
        }
        long number = accepted == null ? 0 : recorder.newLink();
        record.bool(true);
        record.number(number);
        recorder.end();
        return accepted == null ? null : new RecordingStreamLink(recorder, accepted, number);
    }
}
