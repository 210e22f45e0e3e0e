package dev.usher.component.bayeux;

import dev.usher.kernel.Session;
import dev.usher.kernel.SessionOption;

/** Traces all sessions of a server if POE_DEBUG says so, among the properties or in the environment. No state. */
final class Debugging {
    private static final String NAME = "POE_DEBUG";

    private Debugging() {}

    /** Perl's truth: neither empty nor 0. */
    static boolean isOn() {
        String property = System.getProperty(NAME);
        String value = property == null ? System.getenv(NAME) : property;
        return value != null && !value.isEmpty() && !value.equals("0");
    }

    static void trace(Session session) {
        session.option(SessionOption.TRACE, true);
        session.option(SessionOption.DEBUG, true);
    }
}
