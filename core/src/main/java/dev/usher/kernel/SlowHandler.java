package dev.usher.kernel;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A handler that was still running when its budget was used up, as a watchdog found it.
 *
 * @param session the session's id
 * @param heap the class of its heap; empty for none
 * @param event the event that it handles
 * @param sender the id of the session that sent it; 0 for the kernel
 * @param line the program's line that sent it; empty unless {@link Trace#EVENTS} or {@link Trace#CAUSES} is on
 * @param running how long it has run
 * @param stack where it was then
 */
public record SlowHandler(
        long session,
        String heap,
        String event,
        long sender,
        Optional<StackTraceElement> line,
        Duration running,
        List<StackTraceElement> stack) {

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("session " + session + (heap.isEmpty() ? "" : " (" + heap + ")")
                + " has run for " + running.toMillis() + " ms in '" + event + "' sent by "
                + (sender == 0 ? "the kernel" : "session " + sender) + Traced.at(line.orElse(null)));
        stack.forEach(frame -> text.append("\n\tat ").append(frame));
        return text.toString();
    }
}
