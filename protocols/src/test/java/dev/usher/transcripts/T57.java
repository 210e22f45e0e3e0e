package dev.usher.transcripts;

import dev.usher.kernel.Event;
import dev.usher.kernel.Kernel;
import dev.usher.kernel.Session;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.LongStream;

/** Who is a session's parent while it starts, and what can be asked about sessions. */
final class T57 extends Port {
    static final Event<Void> X = Event.named("x");

    @Override
    void program() {
        S(
                "P",
                p -> p.start((heap, poe) -> {
                    S("C", c -> {
                        c.start((none, inC) -> {
                            Session me = inC.session();
                            L("C parent:", nm(me.parent().orElse(null)));
                            inC.yield(X);
                        });
                        c.on(X, (none, inC) -> {
                            L("C.x");
                            L("children of C", children(inC.session()));
                        });
                    });
                    List<String> asked = List.of(
                            "get_session_extref_count",
                            "get_session_handle_count",
                            "get_next_event_time",
                            "get_event_count");
                    L(
                            "kernel has get_children method:",
                            bit(can("get_children")),
                            "is_session_child:",
                            bit(can("is_session_child")),
                            "get_session_alias_count etc:",
                            String.join(",", asked.stream().filter(T57::can).toList()));
                }));
        kernel.run();
    }

    long children(Session parent) {
        return LongStream.rangeClosed(1, 10)
                .filter(id -> kernel.idToSession(id)
                        .flatMap(Session::parent)
                        .filter(parent::equals)
                        .isPresent())
                .count();
    }

    /** Whether the kernel has a method for one of POE's. */
    static boolean can(String perl) {
        String name = Pattern.compile("_(.)")
                .matcher(perl.replaceFirst("^get_", ""))
                .replaceAll(letter -> letter.group(1).toUpperCase(Locale.ROOT));
        return Arrays.stream(Kernel.class.getMethods())
                .anyMatch(method -> method.getName().equals(name));
    }
}
