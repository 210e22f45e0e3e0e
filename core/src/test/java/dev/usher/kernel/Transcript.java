package dev.usher.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What happened, in the words of the transcripts of Perl's POE: sessions with names that tell of their birth, end and
 * family, and whatever a test adds.
 */
final class Transcript {

    /** What a session does first; the answer is its start's. */
    interface Start {
        Object on(Context poe) throws Exception;
    }

    private final List<String> lines = new ArrayList<>();
    private final Map<Session, String> names = new HashMap<>();

    /** The states of a session whose heap is its name. */
    States<String> states(Start start) {
        return States.of(String.class)
                .answerStart((name, poe, arguments) -> {
                    names.put(poe.session(), name);
                    add(name + "._start sender=" + name(poe.sender()));
                    return start.on(poe);
                })
                .answerStop((name, poe) -> {
                    add(name + "._stop sender=" + name(poe.sender()));
                    return "ret-" + name;
                })
                .child((name, poe, child) -> add(name + "._child "
                        + child.reason().name().toLowerCase(java.util.Locale.ROOT) + " " + name(child.session())
                        + " ret="
                        + child.result()))
                .parent((name, poe, parent) ->
                        add(name + "._parent old=" + name(parent.old()) + " new=" + name(parent.now())));
    }

    /** States of a session that starts by doing nothing. */
    States<String> states() {
        return states(poe -> null);
    }

    String name(Session session) {
        return session.id() == 0 ? "KERNEL" : names.getOrDefault(session, "session" + session.id());
    }

    void add(String line) {
        lines.add(line);
    }

    void clear() {
        lines.clear();
    }

    /** The lines so far are these and no others. */
    void shows(String expected) {
        assertEquals(expected.strip(), String.join("\n", lines));
    }
}
