package dev.usher.network;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Polls a poller and remembers what the last poll reported. One thread. */
public final class Polls implements Poller.Ready {

    /** One report. */
    public record Report(Object attachment, int operations) {}

    private static final int MOST_POLLS = 20;
    private static final long TIMEOUT_NS = 1_000_000_000L;

    private final Poller poller;
    private final List<Report> reports = new ArrayList<>();

    public Polls(Poller poller) {
        this.poller = poller;
    }

    @Override
    public void ready(Object attachment, int operations) {
        reports.add(new Report(attachment, operations));
    }

    /** Polls once. */
    public List<Report> poll(long timeoutNs) throws IOException {
        reports.clear();
        poller.poll(timeoutNs, this);
        return List.copyOf(reports);
    }

    /** Watches the link for one operation, polls until it is ready, and watches it no more. */
    public void await(Link link, int operation) throws IOException {
        poller.watch(link, operation, link);
        for (int i = 0; i < MOST_POLLS; i++) {
            if (poll(TIMEOUT_NS).contains(new Report(link, operation))) {
                poller.watch(link, 0, link);
                return;
            }
        }
        throw new AssertionError("not ready for " + operation + ": " + link);
    }
}
