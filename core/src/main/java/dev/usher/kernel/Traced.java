package dev.usher.kernel;

import java.lang.StackWalker.StackFrame;
import java.security.ProtectionDomain;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A payload with the source line that sent it, while both wait in the queue or in a timer: made only where events are
 * traced, and opened again at delivery.
 *
 * @param payload what was sent
 * @param line where from; null if it was not sent by a program's own line
 * @param cause what it is the event of; null unless causes are traced
 */
record Traced(Object payload, StackTraceElement line, Cause cause) {
    private static final StackWalker WALKER = StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);
    private static final String KERNEL = Traced.class.getPackageName();
    private static final ProtectionDomain OURS = Traced.class.getProtectionDomain();

    static Traced here(Object payload) {
        return payload instanceof Traced traced ? traced : new Traced(payload, caller(), null);
    }

    /** The same, as what a session is about to be sent. */
    Traced caused(Event<?> event, Session target, Session sender) {
        Causes causes = Observation.causes(target.kernel);
        return causes == null
                ? this
                : new Traced(
                        payload,
                        line,
                        new Cause(event, target, sender, line, target.kernel.current().cause, causes.now()));
    }

    static Object payload(Object payload) {
        return payload instanceof Traced traced ? traced.payload : payload;
    }

    /** The line that called into the kernel, or null where the kernel's own loop did. */
    static StackTraceElement caller() {
        return WALKER.walk(Traced::firstOutside).orElse(null);
    }

    private static Optional<StackTraceElement> firstOutside(Stream<StackFrame> frames) {
        return frames.dropWhile(frame -> isOurs(frame.getDeclaringClass()) && frame.getDeclaringClass() != Loop.class)
                .findFirst()
                .filter(frame -> frame.getDeclaringClass() != Loop.class)
                .map(StackFrame::toStackTraceElement);
    }

    private static boolean isOurs(Class<?> type) {
        return type.getPackageName().equals(KERNEL) && type.getProtectionDomain() == OURS;
    }

    /** As messages show it: {@code at Chat.java:12}, or nothing. */
    static String at(StackTraceElement line) {
        return line == null ? "" : " at " + line.getFileName() + ":" + line.getLineNumber();
    }
}
