package dev.usher.component.terminal;

import dev.usher.kernel.Event;
import dev.usher.kernel.Kernel;
import dev.usher.kernel.States;
import java.util.function.Supplier;

/** A program that reads lines, and what it is told if it cannot. */
public final class WithReadLine implements Supplier<String> {
    private String told = "opened";

    @Override
    public String get() {
        try (Kernel kernel = new Kernel()) {
            kernel.create(
                    States.of(Object.class).start((me, poe) -> {
                        try {
                            ReadLine.onTerminal()
                                    .inputEvent(Event.named("input", Typed.class))
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
