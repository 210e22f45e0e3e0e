package dev.usher.component.bayeux;

import dev.usher.kernel.Context;
import dev.usher.kernel.Event;
import java.util.HashSet;
import java.util.Set;
import org.slf4j.Logger;

/** What runs later, once for each name. Belongs to the server's session. */
final class Delays {
    static final Event<DelaySub> DUE = Event.named("delay_sub_cb", DelaySub.class);

    private final Set<String> waiting = new HashSet<>();
    private final Logger logger;

    Delays(Logger logger) {
        this.logger = logger;
    }

    void add(Context poe, DelaySub wanted) {
        if (waiting.add(wanted.name())) {
            poe.delayAdd(DUE, wanted.delay(), wanted);
        }
    }

    void due(DelaySub due) {
        waiting.remove(due.name()); // before it runs, since it may ask for itself again
        try {
            due.sub().run();
        } catch (RuntimeException e) {
            logger.error("delay_sub: '{}' failed", due.name(), e);
        }
    }
}
