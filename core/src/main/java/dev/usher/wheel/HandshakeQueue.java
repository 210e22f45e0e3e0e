package dev.usher.wheel;

import dev.usher.kernel.Context;
import dev.usher.kernel.Flushable;
import dev.usher.kernel.Session;
import dev.usher.tls.Tls;
import dev.usher.tls.TlsBuffers;
import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;

/**
 * All handshakes of a kernel that are under way, whichever factory they belong to. Belongs to the kernel's thread.
 *
 * <p>So that a flood of them does not hold up those who are connected, one piece of ciphering is done in each slice, of
 * about a millisecond; and when there are too many with a server's {@link Tls}, the one that has waited longest makes
 * room.
 */
final class HandshakeQueue implements Flushable {

    /** What is known of one server's or client's TLS in this kernel. */
    private static final class Use {
        final Set<Handshake> pending = new LinkedHashSet<>(); // the oldest first
        boolean looked;
        long lookedNs;
    }

    final TlsBuffers buffers = new TlsBuffers();
    private final Map<Tls, Use> uses = new WeakHashMap<>();
    private final ArrayDeque<Handshake> tasks = new ArrayDeque<>();
    private Session turn; // whose slice's end is waited for to do the first of them; null if there are none

    /** Counts one more in; answers the one that must make room for it, or null. */
    Handshake enter(Handshake handshake) {
        Tls tls = handshake.all.tls();
        if (!tls.isServer()) {
            return null; // a client is nobody's flood: whom it connects to is its program's choice
        }
        Set<Handshake> pending = use(tls).pending;
        pending.add(handshake);
        return pending.size() > tls.mostHandshakes() ? pending.iterator().next() : null;
    }

    /** It is done or given up. */
    void leave(Handshake handshake) {
        Tls tls = handshake.all.tls();
        if (tls.isServer()) {
            use(tls).pending.remove(handshake);
        }
        boolean first = tasks.peek() == handshake;
        if (tasks.remove(handshake) && first) {
            announce();
        }
    }

    private Use use(Tls tls) {
        return uses.computeIfAbsent(tls, unused -> new Use());
    }

    // ---- ciphering

    void awaitTask(Handshake handshake) {
        if (tasks.contains(handshake)) {
            return; // it has been written to meanwhile, and waits as before
        }
        tasks.add(handshake);
        if (turn == null) {
            announce();
        }
    }

    private void announce() {
        turn = tasks.isEmpty() ? null : tasks.peek().all.session();
        if (turn != null) {
            turn.kernel().flushLater(turn, this);
        }
    }

    /** The end of a slice: one piece. */
    @Override
    public void flush(Context poe) {
        if (poe.session() == turn) { // else the one that it was announced for has gone since
            Handshake next = tasks.poll();
            announce();
            next.runTask(poe);
        }
    }

    // ---- certificates

    /** Whether the files have not been looked at for a while, at the beginning of a connection. */
    boolean isTimeToLook(Tls tls, long nowNs) {
        if (tls.reloadEvery().isZero()) {
            return false;
        }
        Use use = use(tls);
        if (use.looked && nowNs - use.lookedNs < tls.reloadEvery().toNanos()) {
            return false;
        }
        use.looked = true;
        use.lookedNs = nowNs;
        return true;
    }
}
