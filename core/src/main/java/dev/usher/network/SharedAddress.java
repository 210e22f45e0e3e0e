package dev.usher.network;

import java.io.IOException;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * An address that several kernels listen at, and who is next to get a connection. Thread-safe.
 *
 * <p>It deals in turn, among those who accept and have fewer than {@value #WAITING_AT_MOST} waiting; when there is none
 * the acceptor waits, and what comes stays in the system's backlog.
 */
final class SharedAddress {
    /** Enough that a kernel has always some while others are dealt to; what waits here is not in the backlog. */
    static final int WAITING_AT_MOST = 16;

    private final SocketAddress asked;
    private final SocketAddress bound;
    private final List<Share> shares = new ArrayList<>();
    private Acceptor acceptor; // null: each kernel has a listener
    private int turn;
    private boolean heldUp; // the acceptor waits for room

    SharedAddress(SocketAddress asked, SocketAddress bound) {
        this.asked = asked;
        this.bound = bound;
    }

    /** One whose connections a thread accepts and deals. */
    static SharedAddress dealt(String name, Network real, SocketAddress asked, ListenLink listener) throws IOException {
        SharedAddress address = new SharedAddress(asked, listener.localAddress());
        address.acceptor = Acceptor.start(name, real, listener, address);
        return address;
    }

    boolean isAt(SocketAddress local) {
        return asked.equals(local) || bound.equals(local);
    }

    SocketAddress bound() {
        return bound;
    }

    boolean isDealt() {
        return acceptor != null;
    }

    ListenLink listener() {
        return acceptor.listener();
    }

    synchronized boolean has(SharedNetwork kernel) {
        return shares.stream().anyMatch(share -> share.kernel == kernel);
    }

    synchronized Share join(SharedNetwork kernel) {
        Share share = new Share(kernel);
        shares.add(share);
        return share;
    }

    /**
     * A kernel leaves. What its own listener has accepted for it is dealt to the others: the system would reset it.
     *
     * @return whether it was the last
     */
    synchronized boolean leave(Share share, ListenLink own) {
        int place = shares.indexOf(share);
        shares.remove(place);
        if (place < turn) {
            turn--;
        }
        share.takes = false;
        if (own != null && !shares.isEmpty()) {
            dealAll(own);
        }
        share.dealt.forEach(this::deal);
        share.dealt.clear();
        share.failure = null;
        share.changed();
        return shares.isEmpty();
    }

    private void dealAll(ListenLink own) {
        try {
            for (StreamLink next = own.accept(); next != null; next = own.accept()) {
                deal(next);
            }
        } catch (IOException gone) {
            // The listener is about to be closed: nobody would do anything about it.
        }
    }

    /** Nobody listens any more: closes the listener, if there is one for all. */
    void end() {
        if (acceptor != null) {
            acceptor.end();
        }
    }

    /** A kernel begins to accept, or stops to: what waits for it then goes to those who have room. */
    synchronized void takes(Share share, boolean yes) {
        share.takes = yes;
        if (yes) {
            goOn();
            return;
        }
        while (!share.dealt.isEmpty()) {
            Share other = next(WAITING_AT_MOST);
            if (other == null) {
                break;
            }
            other.dealt.add(share.dealt.remove());
            other.changed();
        }
        share.changed();
    }

    /** What a kernel accepts, or null if others have got it meanwhile. */
    synchronized StreamLink take(Share share) throws IOException {
        IOException failure = share.failure;
        share.failure = null;
        StreamLink next = failure == null ? share.dealt.poll() : null;
        share.changed();
        goOn();
        if (failure != null) {
            throw failure;
        }
        return next;
    }

    private void goOn() {
        if (heldUp) {
            heldUp = false;
            acceptor.wakeUp();
        }
        for (int i = 0; i < shares.size(); i++) {
            Share share = shares.get(i);
            if (share.heldUp) {
                share.heldUp = false;
                share.kernel.wakeUp();
            }
        }
    }

    /**
     * Deals what the listener of a kernel has that does not accept.
     *
     * @return false if nobody has room; the kernel will be woken then
     */
    synchronized boolean pass(Share share, ListenLink own) {
        try {
            for (int i = 0; i < WAITING_AT_MOST; i++) {
                if (!isRoom()) {
                    share.heldUp = true;
                    return false;
                }
                StreamLink next = own.accept();
                if (next == null) {
                    return true;
                }
                deal(next);
            }
            return true;
        } catch (IOException failure) { // whose kernel does not want to know: the next to accept will be told
            share.heldUp = true;
            return false;
        }
    }

    private boolean isRoom() {
        int before = turn;
        boolean room = next(WAITING_AT_MOST) != null;
        turn = before;
        return room;
    }

    // ---- the acceptor's

    /** Whether somebody could be dealt to; if not, the acceptor will be woken. */
    synchronized boolean hasRoom() {
        heldUp = !isRoom();
        return !heldUp;
    }

    synchronized void deal(StreamLink connection) {
        Share share = next(WAITING_AT_MOST);
        if (share == null) {
            share = next(Integer.MAX_VALUE);
        }
        if (share == null && !shares.isEmpty()) {
            share = shares.get(0); // nobody accepts now: it waits, as in a backlog
        }
        if (share == null) {
            connection.close();
            return;
        }
        share.dealt.add(connection);
        share.changed();
    }

    /** Accepting failed: one kernel is told, as if its own listener had. */
    synchronized void failed(IOException failure) {
        Share share = next(Integer.MAX_VALUE);
        if (share != null) {
            share.failure = failure;
            share.changed();
        }
    }

    /** Whose turn it is of those who accept and have less than so much; null if nobody does. */
    private Share next(int most) {
        for (int i = 0; i < shares.size(); i++) {
            Share share = shares.get((turn + i) % shares.size());
            if (share.takes && share.waiting() < most) {
                turn = (turn + i + 1) % shares.size();
                return share;
            }
        }
        return null;
    }
}
