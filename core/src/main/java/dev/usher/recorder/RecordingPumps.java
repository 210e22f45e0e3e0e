package dev.usher.recorder;

import dev.usher.network.Poller;
import dev.usher.network.PumpedLink;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * The links of a recorded kernel that no selector knows. What their threads tell ends a poll, and what can be done then
 * is among its findings: so it is recorded where all readiness is. One thread, but for the telling.
 */
final class RecordingPumps {
    private final Runnable wakeUp;
    private final Queue<Pumped> told = new ConcurrentLinkedQueue<>();
    private final List<Pumped> lively = new ArrayList<>();

    RecordingPumps(Runnable wakeUp) {
        this.wakeUp = wakeUp;
    }

    /** One link, as long as it is watched. */
    private final class Pumped implements Poller.Attachment {
        final RecordingLink link;
        final PumpedLink pump;
        final Runnable tells = this::tells;
        int wanted;
        boolean looked; // at, in the next poll

        Pumped(RecordingLink link, PumpedLink pump) {
            this.link = link;
            this.pump = pump;
        }

        /** Any thread. */
        private void tells() {
            told.add(this);
            wakeUp.run();
        }

        int ready() {
            return pump.attachment() == this ? pump.readiness() & wanted : 0;
        }

        void look() {
            if (!looked && ready() != 0) {
                looked = true;
                lively.add(this);
            }
        }

        @Override
        public void linkClosed() {
            link.linkClosed();
        }
    }

    static boolean isWatched(PumpedLink pump) {
        return pump.attachment() != null;
    }

    void watch(RecordingLink link, PumpedLink pump, int wanted) throws IOException {
        Pumped pumped = pump.attachment() instanceof Pumped known ? known : new Pumped(link, pump);
        pumped.wanted = wanted;
        pump.watch(wanted, pumped, pumped.tells);
        pumped.look();
    }

    static void forget(PumpedLink pump) throws IOException {
        pump.watch(0, null, null);
    }

    /** Whether a poll must not wait. */
    boolean isDue() {
        hear();
        for (Pumped each : lively) {
            if (each.ready() != 0) {
                return true;
            }
        }
        return false;
    }

    private void hear() {
        for (Pumped each = told.poll(); each != null; each = told.poll()) {
            each.pump.heard();
            each.look();
        }
    }

    /** Tells of those that are ready; the others are looked at again when they tell. */
    void collect(Poller.Ready ready) {
        hear();
        int left = 0;
        for (int i = 0; i < lively.size(); i++) {
            Pumped each = lively.get(i);
            int operations = each.ready();
            each.looked = operations != 0;
            if (each.looked) {
                ready.ready(each.link, operations);
                lively.set(left++, each);
            }
        }
        while (lively.size() > left) {
            lively.remove(lively.size() - 1);
        }
    }
}
