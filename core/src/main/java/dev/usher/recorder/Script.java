package dev.usher.recorder;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.function.Supplier;

/**
 * The recording as a replay goes through it, record by record, and what the replayed program has done so far. One
 * thread.
 *
 * <p>Once it is over, because all was done or because the program does something else, it answers nothing any more:
 * whoever asks makes something up that does no harm, until the kernel has come to its end.
 */
final class Script {
    private static final int REMEMBERED = 8;

    private final Recording recording;
    private final Input in;
    private final TraceHash hash = new TraceHash();
    private final Checks checks = new Checks();
    private final ArrayDeque<String> lately = new ArrayDeque<>();
    private Entry next; // null: there is none left
    private long number; // of the record that is next
    private Thread owner = Thread.currentThread();
    private boolean over;
    private DivergenceException divergence; // null: none

    Script(Recording recording) {
        this.recording = recording;
        in = recording.records();
        advance();
    }

    private void advance() {
        next = in.isEmpty() ? null : Entry.next(in);
        number++;
    }

    /** This thread runs it. */
    void begin() {
        owner = Thread.currentThread();
    }

    /** Whether this is the thread that runs it: what others ask was not recorded. */
    boolean isOwn() {
        return Thread.currentThread() == owner;
    }

    boolean isOver() {
        return over;
    }

    DivergenceException divergence() {
        return divergence;
    }

    long hash() {
        return hash.value();
    }

    /** How many records were taken. */
    long taken() {
        return number - 1;
    }

    /** Whether the next record is of this kind: for what is recorded only where it happened. */
    boolean isNext(Kind kind) {
        return !over && next != null && next.kind() == kind;
    }

    /** The next record's body, not taken. */
    Input peek() {
        return next.body();
    }

    /**
     * The program asks for something: answers the record's body, to be read and then {@link #done}, or null when it is
     * over.
     */
    Input ask(Kind kind, Supplier<String> what) {
        if (over) {
            return null;
        }
        if (next == null) {
            diverge("the recorded run was at its end there" + missing() + ", and the program asks for: " + what.get());
            return null;
        }
        if (next.kind() != kind) {
            diverge("recorded: " + text() + "; the program asks for: " + what.get());
            return null;
        }
        return next.body();
    }

    /** What was asked must be what was recorded. */
    void same(String recorded, String asked) {
        if (!over && !recorded.equals(asked)) {
            diverge("recorded: " + recorded + "; the program asks for: " + asked);
        }
    }

    /** Throws what was thrown. */
    void threw(Input body) {
        if (!body.bool()) {
            Throwable failure = Values.failure(body);
            done();
            throw Sneaky.thrown(failure);
        }
    }

    private String missing() {
        long steps = recording.steps() - hash.steps();
        return steps == 0 ? "" : " but for " + steps + " events and acts on links";
    }

    /** The record is what the program asked for: it is taken. */
    void done() {
        if (over) {
            return;
        }
        hash.step(next.kind().ordinal(), checks.of(next.bytes(), 0, next.bytes().length));
        if (hash.check() != next.check()) {
            diverge("recorded: " + text() + "; the program asks for the same, but has not done the same since record "
                    + (number - 1));
            return;
        }
        advance();
        lookForEnd();
    }

    /** The sum of what the program writes. */
    int check(ByteBuffer buffer, int from, int count) {
        return checks.of(buffer, from, count);
    }

    void delivered(long session, String event, long sender) {
        if (!over) {
            hash.delivered(session, event, sender);
            remember("'" + event + "' to session " + session);
            lookForEnd();
        }
    }

    void did(int what, long link) {
        if (!over) {
            hash.step(what, link);
            remember((what == Acts.CLOSE ? "close" : "watch") + " link " + link);
            lookForEnd();
        }
    }

    private void remember(String what) {
        if (lately.size() == REMEMBERED) {
            lately.removeFirst();
        }
        lately.add(what);
    }

    private void lookForEnd() {
        if (next == null && hash.steps() >= recording.steps()) {
            if (hash.value() != recording.traceHash()) {
                diverge("all records were taken, but the program has not done the same since record " + (number - 1));
            }
            over = true;
        }
    }

    private String text() {
        Times times = new Times();
        return next.text(times);
    }

    /** The program does something else than the recorded one did. */
    void diverge(String how) {
        if (!over) {
            over = true;
            divergence = new DivergenceException(
                    number,
                    "the run differs from the recorded one at record " + number + " of " + recording.size() + ": " + how
                            + (lately.isEmpty() ? "" : ". Before that the program did: " + String.join(", ", lately)));
        }
    }

    /** The program has ended. */
    void ended() {
        if (!over) {
            diverge(
                    next == null
                            ? "the program has ended, and the recorded run went on" + missing()
                            : "the program has ended, and the recorded run went on: " + text());
        }
    }
}
