package dev.usher.recorder;

import dev.usher.network.Link;
import dev.usher.network.Poller;
import dev.usher.network.PumpedLink;
import java.io.IOException;

/** A poller whose findings are recorded. One thread, but for {@link #wakeUp}. */
final class RecordingPoller implements Poller {
    private final FlightRecorder recorder;
    private final Poller real;
    private final RecordingPumps pumps = new RecordingPumps(this::wakeUp);
    private final Ready found = this::found;
    private Output record;
    private Ready ready;

    RecordingPoller(FlightRecorder recorder, Poller real) {
        this.recorder = recorder;
        this.real = real;
    }

    @Override
    public void watch(Link link, int operations, Object attachment) throws IOException {
        RecordingLink recording = recorded(link);
        if (!(recording.real instanceof PumpedLink pump)) {
            real.watch(recording.real, operations, attachment == null ? null : recording);
        } else if (attachment == null) {
            RecordingPumps.forget(pump);
        } else {
            pumps.watch(recording, pump, operations);
        }
        recording.attachment = attachment;
        recorder.did(Acts.watch(attachment == null ? 0 : operations), recording.id);
    }

    /** What another network, or nobody, has opened gives bytes that nobody records. */
    private static RecordingLink recorded(Link link) {
        if (link instanceof RecordingLink recording) {
            return recording;
        }
        throw new IllegalStateException("a recorded kernel can watch only links of its own network, not " + link
                + ": have it made by kernel.network().input(..), or a thread read it that posts what it reads");
    }

    @Override
    public Object attachment(Link link) {
        RecordingLink recording = recorded(link);
        boolean watched = recording.real instanceof PumpedLink pump
                ? RecordingPumps.isWatched(pump)
                : real.attachment(recording.real) != null;
        return watched ? recording.attachment : null;
    }

    @Override
    public void poll(long timeoutNs, Ready ready) throws IOException {
        recorder.polled();
        this.ready = ready;
        record = recorder.begin(Kind.POLL);
        real.poll(pumps.isDue() ? 0 : timeoutNs, found);
        pumps.collect(found);
        recorder.end();
    }

    /** Nothing else is recorded while the poller polls: whoever is told of readiness only notes it. */
    private void found(Object attachment, int operations) {
        RecordingLink link = (RecordingLink) attachment;
        record.number(link.id);
        record.octet(operations);
        ready.ready(link.attachment, operations);
    }

    @Override
    public void wakeUp() {
        real.wakeUp();
    }

    @Override
    public void close() {
        recorder.polled(); // there may be no other poll
        real.close();
    }
}
