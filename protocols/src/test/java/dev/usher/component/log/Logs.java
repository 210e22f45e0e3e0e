package dev.usher.component.log;

import java.util.ArrayList;
import java.util.List;

/** What this thread has logged since {@link #clear}: level, blank, text. */
public final class Logs {
    private static final ThreadLocal<List<String>> LINES = ThreadLocal.withInitial(ArrayList::new);

    private Logs() {}

    static void add(String line) {
        LINES.get().add(line);
    }

    /** Forgets everything logged before. */
    public static void clear() {
        LINES.get().clear();
    }

    /**
     * What was logged.
     *
     * @return a copy
     */
    public static List<String> lines() {
        return List.copyOf(LINES.get());
    }

    /**
     * What was logged as a warning or an error.
     *
     * @return the lines
     */
    public static List<String> complaints() {
        return lines().stream().filter(line -> !line.startsWith("INFO")).toList();
    }
}
