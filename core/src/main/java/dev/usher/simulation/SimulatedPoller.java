package dev.usher.simulation;

import dev.usher.network.Link;
import dev.usher.network.Poller;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Where a simulation's time passes: a poll that finds nothing ready jumps the clock to whatever comes first. One
 * thread, but for {@link #wakeUp}.
 *
 * <p>Links are reported in the order in which they became ready.
 */
final class SimulatedPoller implements Poller {

    private final SimulatedNetwork network;
    private final ArrayDeque<SimulatedLink> candidates = new ArrayDeque<>();
    private final List<SimulatedLink> found = new ArrayList<>();
    private final AtomicBoolean woken = new AtomicBoolean();
    private int watched;
    private boolean closed;

    SimulatedPoller(SimulatedNetwork network) {
        this.network = network;
    }

    /** Whether the next poll has somebody to look at. */
    boolean mayFind() {
        return !candidates.isEmpty() || woken.get();
    }

    int watched() {
        return watched;
    }

    @Override
    public void watch(Link link, int operations, Object attachment) throws ClosedChannelException {
        SimulatedLink simulated = (SimulatedLink) link;
        if (attachment == null) {
            if (simulated.poller == this) {
                forget(simulated);
            }
            return;
        }
        if (closed || !simulated.isOpen()) {
            throw new ClosedChannelException();
        }
        if (simulated.poller == null || simulated.poller.closed) {
            simulated.poller = this;
            simulated.candidate = false;
            watched++;
        } else if (simulated.poller != this) {
            throw new IllegalStateException("the link is watched by another poller: close it there");
        }
        simulated.interest = operations;
        simulated.attachment = attachment;
        consider(simulated);
    }

    void forget(SimulatedLink link) {
        link.poller = null;
        link.attachment = null;
        link.interest = 0;
        watched--;
        if (link.candidate) {
            link.candidate = false;
            candidates.remove(link);
        }
    }

    /** Looks at this link at the next poll: it may be ready. */
    void consider(SimulatedLink link) {
        if (!link.candidate && !closed) {
            link.candidate = true;
            candidates.add(link);
        }
    }

    @Override
    public Object attachment(Link link) {
        SimulatedLink simulated = (SimulatedLink) link;
        return simulated.poller == this && !closed ? simulated.attachment : null;
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalStateException if it would wait for ever: the clock has no limit, the poll has none and nothing is
     *     on its way
     */
    @Override
    public void poll(long timeoutNs, Ready ready) {
        if (closed) {
            throw new IllegalStateException("the poller is closed");
        }
        VirtualClock clock = network.clock();
        long deadlineNs = timeoutNs < 0 ? VirtualClock.NEVER : saturatedSum(clock.nowNs(), timeoutNs);
        while (true) {
            network.deliver();
            collect();
            boolean wokenUp = woken.getAndSet(false);
            if (wokenUp || !found.isEmpty() || clock.nowNs() >= deadlineNs) {
                break;
            }
            if (network.world().isShared()) {
                network.park(deadlineNs); // the others may have something to do before
                return;
            }
            long nextNs = Math.min(deadlineNs, network.nextDeliveryNs());
            if (nextNs == VirtualClock.NEVER && clock.limitNs() == VirtualClock.NEVER) {
                throw new IllegalStateException("nothing is due and nobody can wake this poll: " + watched
                        + " links are watched, nothing is on its way, and the clock has no limit to stop at");
            }
            if (!clock.jumpTo(nextNs)) {
                return;
            }
        }
        report(ready);
    }

    private static long saturatedSum(long a, long b) {
        return a > VirtualClock.NEVER - b ? VirtualClock.NEVER : a + b;
    }

    private void collect() {
        found.clear();
        for (int i = candidates.size(); i > 0; i--) {
            SimulatedLink link = candidates.remove();
            if ((link.readiness() & link.interest) != 0) {
                found.add(link);
                candidates.add(link); // it stays one until it is seen not to be ready
            } else {
                link.candidate = false;
            }
        }
    }

    private void report(Ready ready) {
        network.chance().reorder(found);
        for (SimulatedLink link : found) {
            int operations = link.readiness() & link.interest; // those told before may have closed it
            if (operations != 0) {
                ready.ready(link.attachment, operations);
            }
        }
        found.clear();
    }

    @Override
    public void wakeUp() {
        woken.set(true);
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            candidates.clear();
            network.pollerClosed(this);
        }
    }
}
