package dev.usher.network;

import java.io.IOException;
import java.util.ArrayDeque;

/**
 * What was dealt to one kernel and not accepted yet. Guarded by its {@link SharedAddress}; {@link #waiting} may be
 * asked by any thread.
 */
final class Share {
    final SharedNetwork kernel;
    final ArrayDeque<StreamLink> dealt = new ArrayDeque<>();
    IOException failure; // of the acceptor, told once; null for none
    boolean takes; // the kernel wants to be told
    volatile boolean heldUp; // passes on what its own listener has, and nobody had room
    private volatile int waiting;

    Share(SharedNetwork kernel) {
        this.kernel = kernel;
    }

    /** How often accepting has something to say. */
    int waiting() {
        return waiting;
    }

    /** The queue has changed. A kernel that had something before was woken then, and looks before it sleeps. */
    void changed() {
        int before = waiting;
        waiting = dealt.size() + (failure == null ? 0 : 1);
        if (before == 0 && waiting > 0) {
            kernel.wakeUp();
        }
    }
}
