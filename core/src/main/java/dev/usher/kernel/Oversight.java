package dev.usher.kernel;

/** What is looked at between slices and at the end, where {@link Assert} and {@link Trace} ask for it. */
final class Oversight {
    private final Kernel kernel;
    private final Audit audit; // null unless asked for
    private final boolean reports; // what is left at the end
    private final boolean usage;
    private boolean reported;
    private boolean begun;
    private boolean ran;

    Oversight(Kernel kernel, Switches switches) {
        this.kernel = kernel;
        audit = switches.audits() ? new Audit(kernel, switches) : null;
        reports = switches.asserts(Assert.DATA) || !switches.traces().isEmpty();
        usage = switches.asserts(Assert.USAGE);
    }

    /** A session is created. */
    void begun() {
        reported = false;
        if (!begun) {
            begun = true;
            if (usage && !ran) {
                NeverRun.begun();
            }
        }
    }

    /** The kernel runs; before the first session too, which is how POE's programs have the warning silenced. */
    void ran() {
        if (!ran) {
            ran = true;
            if (usage && begun) {
                NeverRun.ran();
            }
        }
    }

    /** A slice is over. */
    void look() {
        if (audit != null && !kernel.dispatcher.isInHandler() && !kernel.isFinished()) {
            audit.look();
        }
    }

    /** All sessions are gone. */
    void ended() {
        if (reports && !reported) {
            reported = true;
            Audit.report(kernel);
        }
    }
}
