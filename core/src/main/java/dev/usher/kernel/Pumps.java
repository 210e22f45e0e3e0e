package dev.usher.kernel;

import dev.usher.network.Poller;
import dev.usher.network.PumpedLink;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The links that no poller knows. What their threads tell enters through the inbox; from then on a link is looked at in
 * each slice until it is seen not to be ready, so that its watchers are told as by a poll.
 */
final class Pumps {
    private final Inbox inbox;
    private final List<Pumped> lively = new ArrayList<>();

    Pumps(Inbox inbox) {
        this.inbox = inbox;
    }

    /** One link, as long as it is watched. */
    private final class Pumped implements Poller.Attachment, Mail {
        final PumpedLink link;
        Watch first;
        int wanted;
        final Runnable told = () -> inbox.put(this);
        boolean looked; // at, in the next slice

        Pumped(PumpedLink link) {
            this.link = link;
        }

        /** Through the inbox: readiness may have grown. */
        @Override
        public void run() {
            link.heard();
            look(this);
        }

        @Override
        public Letter letter() {
            throw new IllegalStateException("a recorded kernel watches no " + link);
        }

        @Override
        public void linkClosed() {
            first.linkClosed();
        }
    }

    static Watch first(PumpedLink link) {
        return link.attachment() instanceof Pumped pumped ? pumped.first : null;
    }

    void watch(PumpedLink link, int wanted, Watch first) throws IOException {
        if (first == null) {
            link.watch(0, null, null);
            return;
        }
        if (inbox instanceof SeamedInbox) {
            throw new IllegalStateException("a recorded kernel can watch only links whose making is recorded, not "
                    + link + ": have it made by kernel.network().input(..)");
        }
        Pumped pumped = link.attachment() instanceof Pumped known ? known : new Pumped(link);
        pumped.first = first;
        pumped.wanted = wanted;
        link.watch(wanted, pumped, pumped.told);
        look(pumped);
    }

    private void look(Pumped pumped) {
        if (!pumped.looked && (pumped.link.readiness() & pumped.wanted) != 0) {
            pumped.looked = true;
            lively.add(pumped);
        }
    }

    /** Whether some link must be looked at in this slice. */
    boolean isDue() {
        return !lively.isEmpty();
    }

    void collect(Poller.Ready ready) {
        int left = 0;
        for (int i = 0; i < lively.size(); i++) {
            Pumped pumped = lively.get(i);
            int operations = pumped.link.attachment() == pumped ? pumped.link.readiness() & pumped.wanted : 0;
            if (operations == 0) {
                pumped.looked = false;
            } else {
                ready.ready(pumped.first, operations);
                lively.set(left++, pumped);
            }
        }
        while (lively.size() > left) {
            lively.remove(lively.size() - 1);
        }
    }
}
