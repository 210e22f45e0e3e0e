package dev.usher.component.terminal;

import dev.usher.filters.LineFilter;
import dev.usher.kernel.Kernel;
import dev.usher.kernel.States;
import dev.usher.wheel.Run;
import java.util.function.Supplier;

/** A program that starts a child on a terminal, and what it is told if it cannot. */
public final class WithPty implements Supplier<String> {
    private String told = "opened";

    @Override
    public String get() {
        try (Kernel kernel = new Kernel()) {
            kernel.create(
                    States.of(Object.class).start((me, poe) -> {
                        try {
                            Run.with(new LineFilter(), new LineFilter())
                                    .program("true")
                                    .conduit(Pty.conduit())
                                    .open(poe)
                                    .close();
                        } catch (IllegalStateException e) {
                            told = e.getMessage();
                        }
                    }),
                    null);
        }
        return told;
    }
}
