package dev.usher.transcripts;

import dev.usher.kernel.Event;
import java.util.ArrayList;
import java.util.List;

/** What is posted is a copy of the values; what they refer to is shared. */
final class T53 extends Port {
    record Args(int first, int second, List<Integer> ref) {}

    static final Event<Args> E = Event.named("e", Args.class);

    @Override
    void program() {
        S("A", a -> {
            a.start((heap, poe) -> {
                int[] l = {1, 2};
                List<Integer> r = new ArrayList<>(List.of(1));
                poe.yield(E, new Args(l[0], l[1], r));
                l[0] = 9;
                r.add(2);
            });
            a.on(
                    E,
                    (heap, poe, args) -> L(
                            "args",
                            args.first(),
                            args.second(),
                            "ref=[" + args.ref().get(0) + " " + args.ref().get(1) + "]"));
        });
        kernel.run();
    }
}
