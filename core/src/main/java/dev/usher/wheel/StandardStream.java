package dev.usher.wheel;

import dev.usher.filter.InputFilter;
import dev.usher.filter.OutputFilter;
import dev.usher.kernel.Context;
import dev.usher.kernel.Event;
import dev.usher.kernel.IoError;
import dev.usher.network.StreamLink;

/** One standard stream of a {@link Run}'s child; on a terminal, input and output together. Belongs to its wheel. */
final class StandardStream<I, O> extends ReadWrite<I, O> {
    private final Run<?, ?, ?> run;
    private final RunError.Handle reads; // null: it is only written

    StandardStream(
            Run<?, ?, ?> run,
            Context poe,
            StreamLink link,
            InputFilter<I> input,
            OutputFilter<O> output,
            Event<I> inputEvent,
            Event<Void> flushedEvent,
            RunError.Handle reads) {
        super(
                run.id(),
                poe,
                link,
                null,
                input,
                output,
                inputEvent,
                WriteEvents.none().flushed(flushedEvent));
        this.run = run;
        this.reads = reads;
        begin(poe);
    }

    @Override
    public String wheelKind() {
        return "Run";
    }

    @Override
    boolean tellsErrors() {
        return run.tellsErrors();
    }

    @Override
    void tellError(Context poe, IoError error) {
        run.tellError(poe, error, error.operation().equals("write") ? RunError.Handle.STDIN : reads);
    }

    @Override
    void stopped(Context poe) {
        run.ended(poe); // of the child's end nobody would hear there
    }

    @Override
    void end(Context poe, IoError error) {
        try {
            super.end(poe, run.isTerminalEnd(error) ? IoError.END : error);
        } finally {
            run.ended(poe); // also when the error's handler throws: it will not be told again
        }
    }
}
