package dev.usher.kernel;

import java.util.ArrayList;
import java.util.List;
import org.agrona.collections.Long2ObjectHashMap;

/**
 * The living sessions: by id, and as a tree of parents and children whose root is the kernel itself. Creates and stops
 * them in POE's order.
 */
final class Sessions {
    private static final Event<?> START = Event.any("_start");
    private static final Event<?> STOP = Event.any("_stop");
    private static final Event<?> CHILD = Event.any("_child");
    private static final Event<?> PARENT = Event.any("_parent");

    /** Posted to each new session so that it lives until the queue has come to it; nobody handles it. */
    static final Event<?> COLLECT = Event.any("_garbage_collect");

    private final Kernel kernel;
    private final Long2ObjectHashMap<Session> byId = new Long2ObjectHashMap<>();
    private long lastId;

    Sessions(Kernel kernel) {
        this.kernel = kernel;
    }

    static boolean isStart(Event<?> event) {
        return event == START;
    }

    static boolean isStop(Event<?> event) {
        return event == STOP;
    }

    /** How many there are, without the kernel itself. */
    int count() {
        return byId.size();
    }

    Session find(long id) {
        return byId.get(id);
    }

    /** The id that a name is, if it is written as ids are, else -1. */
    static long id(String name) {
        int length = name.length();
        if (length == 0 || length > 18 || name.charAt(0) == '0' && length > 1) {
            return -1;
        }
        long id = 0;
        for (int i = 0; i < length; i++) {
            int digit = name.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            id = id * 10 + digit;
        }
        return id;
    }

    // POE's order of birth: in the tree, _start, the parent's _child, one hidden event
    Session create(Context creator, States<?> states, Object heap, Object[] arguments) {
        states.checkHeap(heap);
        kernel.begin();
        Session session = kernel.newSession(++lastId, states, heap);
        byId.put(session.id, session);
        adopt(creator.session.alive ? creator.session : kernel.root, session);
        kernel.signals.born(session);
        if (kernel.tracer.sessions) {
            kernel.tracer.line(Trace.SESSIONS, session.parent + " gets " + session);
        }
        Object result = kernel.dispatcher.tell(session, START, states.start(), arguments, creator.session);
        if (session.alive && session.parent != kernel.root) {
            tellChild(session.parent, Child.Reason.CREATE, session, result);
        }
        if (session.alive) {
            kernel.enqueue(session, kernel.root, COLLECT, null, null);
        }
        return session;
    }

    // POE's order of death: children to the grandparent, _stop, the parent's _child, out of the tree, belongings gone
    void stop(Session session) {
        if (session.stopping) {
            return; // one of the handlers below stops it once more, or all
        }
        session.stopping = true;
        for (Session child : children(session)) {
            tellChild(session.parent, Child.Reason.GAIN, child, null);
            tellParent(child, session, session.parent);
        }
        Object result = kernel.dispatcher.tell(session, STOP, session.states.stop(), null, null);
        tellChild(session.parent, Child.Reason.LOSE, session, result);
        for (Session child : children(session)) {
            move(child, session.parent);
        }
        leave(session);
        session.ended();
        byId.remove(session.id);
        kernel.tracer.ended(session);
        kernel.release(session);
    }

    /** Every session below another and itself, parents before children. */
    static List<Session> family(Session top) {
        List<Session> family = new ArrayList<>();
        family.add(top);
        for (int i = 0; i < family.size(); i++) {
            for (Session child = family.get(i).firstChild; child != null; child = child.nextSibling) {
                family.add(child);
            }
        }
        return family;
    }

    /** Sends all events the longer way from now on, or no more. */
    void watch(boolean on) {
        int bit = SessionOption.WATCHED;
        kernel.sessionBits = on ? kernel.sessionBits | bit : kernel.sessionBits & ~bit;
        for (Session session : family(kernel.root)) {
            session.options = (byte) (on ? session.options | bit : session.options & ~bit);
        }
    }

    Errno detach(Session child, Session oldParent, boolean starting) {
        if (oldParent == kernel.root) {
            return Errno.EPERM;
        }
        if (!starting) {
            tellChild(oldParent, Child.Reason.LOSE, child, null);
        }
        tellParent(child, oldParent, kernel.root);
        if (child.parent == oldParent) { // else a handler above ended it, or the old parent
            move(child, kernel.root);
        }
        return Errno.NONE;
    }

    private void tellChild(Session parent, Child.Reason reason, Session child, Object result) {
        if (parent != kernel.root) {
            kernel.dispatcher.tell(parent, CHILD, parent.states.child(), new Child(reason, child, result), null);
        }
    }

    private void tellParent(Session child, Session old, Session now) {
        if (!child.alive) {
            return;
        }
        kernel.dispatcher.tell(child, PARENT, child.states.parent(), new Parent(old, now), null);
    }

    static List<Session> children(Session session) {
        List<Session> children = null;
        for (Session child = session.firstChild; child != null; child = child.nextSibling) {
            if (children == null) {
                children = new ArrayList<>();
            }
            children.add(child);
        }
        return children == null ? List.of() : children;
    }

    private void move(Session child, Session parent) {
        if (kernel.tracer.sessions) {
            kernel.tracer.line(Trace.SESSIONS, child + " moves from " + child.parent + " to " + parent);
        }
        leave(child);
        adopt(parent, child);
    }

    private static void adopt(Session parent, Session child) {
        child.parent = parent;
        child.previousSibling = parent.lastChild;
        if (parent.lastChild == null) {
            parent.firstChild = child;
        } else {
            parent.lastChild.nextSibling = child;
        }
        parent.lastChild = child;
        parent.hold();
    }

    private static void leave(Session child) {
        Session parent = child.parent;
        if (child.previousSibling == null) {
            parent.firstChild = child.nextSibling;
        } else {
            child.previousSibling.nextSibling = child.nextSibling;
        }
        if (child.nextSibling == null) {
            parent.lastChild = child.previousSibling;
        } else {
            child.nextSibling.previousSibling = child.previousSibling;
        }
        child.nextSibling = null;
        child.previousSibling = null;
        child.parent = null;
        parent.release();
    }
}
