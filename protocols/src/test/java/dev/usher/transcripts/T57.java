package dev.usher.transcripts;

import dev.usher.kernel.Event;
import dev.usher.kernel.Kernel;
import dev.usher.kernel.Session;
import java.util.Arrays;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** Who is a session's parent while it starts, and what can be asked about sessions. */
@Difference(
        part = Part.KERNEL,
        poe = "`get_event_count` and `get_next_event_time` tell of the queue, nothing public of parents and children",
        usher = "`kernel.counts()` tells how much there is of everything, `session.parent()` the parent",
        because = "programs want to be looked into")
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
                    L(
                            "kernel has get_children method:",
                            bit(can("children")),
                            "is_session_child:",
                            bit(can("isSessionChild")),
                            "get_session_alias_count etc:",
                            String.join(
                                    ",",
                                    Stream.of("counts", "dump").filter(T57::can).toList()));
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

    static boolean can(String name) {
        return Arrays.stream(Kernel.class.getMethods())
                .anyMatch(method -> method.getName().equals(name));
    }
}
