package dev.usher.kernel;

/** References by tag that keep sessions alive from outside (POE's external reference counts). */
final class References {
    private int held;

    /** How many tags hold a session anywhere: while any does, the kernel is not idle. */
    int held() {
        return held;
    }

    int increment(Session session, String tag) {
        int count = session.belongings().references.merge(tag, 1, Integer::sum);
        if (count == 1) {
            held++;
            session.hold();
        }
        forgetZero(session, tag, count);
        return count;
    }

    int decrement(Session session, String tag) {
        int count = session.belongings().references.merge(tag, -1, Integer::sum);
        if (count == 0) {
            held--;
            session.release();
        }
        forgetZero(session, tag, count);
        return count;
    }

    private static void forgetZero(Session session, String tag, int count) {
        if (count == 0) {
            session.belongings.references.remove(tag);
        }
    }

    void removeAll(Session session) {
        if (session.belongings == null) {
            return;
        }
        for (int count : session.belongings.references.values()) {
            if (count > 0) {
                held--;
                session.release();
            }
        }
        session.belongings.references.clear();
    }
}
