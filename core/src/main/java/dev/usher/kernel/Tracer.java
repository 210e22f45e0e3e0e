package dev.usher.kernel;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import org.slf4j.Logger;

/** Tells what a kernel's switches ask for, to the log or to a file. Belongs to the kernel's thread. */
final class Tracer {
    final boolean events;
    final boolean causes;
    final boolean lines; // each event knows where it came from
    final boolean files;
    final boolean refcnt;
    final boolean retvals;
    final boolean sessions;
    final boolean signals;
    final boolean destroy;
    final Seams seams; // null: nobody stands there
    private final Switches switches;

    Tracer(Switches switches, Seams seams) {
        this.switches = switches;
        this.seams = seams;
        events = switches.traces(Trace.EVENTS);
        causes = switches.traces(Trace.CAUSES);
        lines = events || causes;
        files = switches.traces(Trace.FILES);
        refcnt = switches.traces(Trace.REFCNT);
        retvals = switches.traces(Trace.RETVALS);
        sessions = switches.traces(Trace.SESSIONS);
        signals = switches.traces(Trace.SIGNALS);
        destroy = switches.traces(Trace.DESTROY);
    }

    /** Whether what comes from outside is real: in a replay it is not. */
    boolean hearsOthers() {
        return seams == null || seams.acceptsLetters();
    }

    /** Tells those at the seams what ends the kernel, and answers it. */
    Throwable died(Throwable error) {
        if (seams != null) {
            seams.died(error);
        }
        return error;
    }

    void ended(Session session) {
        if (sessions) {
            line(Trace.SESSIONS, session + " has ended");
        }
        if (destroy) {
            line(Trace.DESTROY, session + " leaves its heap " + session.heap);
        }
    }

    void line(Trace what, String text) {
        if (switches.file() == null) {
            Logs.TRACE.info("{} {}", what.tag, text);
        } else {
            write(what.tag + " " + text);
        }
    }

    /** Of what the asserts find, and what is left over at the end. */
    void warn(Logger log, String text) {
        if (switches.file() == null) {
            log.warn(text);
        } else {
            write(text);
        }
    }

    /** Opened for each line: nothing is lost and nothing is left open, however the program ends. */
    private void write(String line) {
        try {
            Files.writeString(
                    switches.file(),
                    line + System.lineSeparator(),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "cannot write the trace to " + switches.file()
                            + ": name a file that can be written by traceFile or POE_TRACE_FILENAME",
                    e);
        }
    }
}
