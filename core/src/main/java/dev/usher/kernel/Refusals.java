package dev.usher.kernel;

/** What becomes of errors that verbs answer: with switches on they are traced, or thrown instead (ASSERT_RETVALS). */
final class Refusals {
    private final Tracer tracer;
    private final boolean thrown;
    private final boolean data;
    final boolean usage;

    Refusals(Switches switches, Tracer tracer) {
        this.tracer = tracer;
        thrown = switches.asserts(Assert.RETVALS);
        data = switches.asserts(Assert.DATA);
        usage = switches.asserts(Assert.USAGE);
    }

    Errno of(String verb, Errno errno) {
        if (errno != Errno.NONE) {
            refuse(verb + " answers " + errno + " (" + errno.text() + ")", thrown);
        }
        return errno;
    }

    <T> Outcome<T> of(String verb, Outcome<T> outcome) {
        of(verb, outcome.errno());
        return outcome;
    }

    /** A session that is not to be found, or no longer. */
    void nobody(Object destination) {
        refuse("there is no session '" + destination + "' to send to: look names up by aliasResolve", thrown || data);
    }

    /** A reference was taken away that nobody had given; that is legal, and a sign of two that share a tag. */
    void overdrawn(Session session, String tag, int count) {
        if (count < 0 && data) {
            throw new IllegalStateException(
                    "reference '" + tag + "' of " + session + " was taken more often than given");
        }
    }

    void misused(String what) {
        if (usage) {
            tracer.warn(Logs.ASSERT, what);
        }
    }

    private void refuse(String what, boolean fatal) {
        if (tracer.retvals) {
            tracer.line(Trace.RETVALS, what);
        }
        if (fatal) {
            throw new IllegalStateException(what);
        }
    }
}
