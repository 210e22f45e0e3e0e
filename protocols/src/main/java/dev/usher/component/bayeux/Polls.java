package dev.usher.component.bayeux;

import java.util.HashMap;
import java.util.Map;

/** How many connects are held for each address and each browser: of requests, since sockets are no scarcity. */
final class Polls {
    private final BayeuxServer definition;
    private final Map<String, Integer> byAddress = new HashMap<>();
    private final Map<String, Integer> byBrowser = new HashMap<>();
    private int open;

    Polls(BayeuxServer definition) {
        this.definition = definition;
    }

    int open() {
        return open;
    }

    private static boolean counts(Carrier carrier) {
        return carrier.transport() != Transport.WEBSOCKET;
    }

    boolean isFull(Carrier carrier) {
        return counts(carrier)
                && definition.clientMaxConnections > 0
                && byAddress.getOrDefault(carrier.address(), 0) >= definition.clientMaxConnections;
    }

    /** Whether other clients of the same browser hold as many connects as they may: browsers open few connections. */
    boolean isElsewhere(BayeuxClient client, Carrier carrier) {
        if (!counts(carrier)
                || definition.maxPerBrowser == 0
                || carrier.browser().isEmpty()) {
            return false;
        }
        int held = byBrowser.getOrDefault(carrier.browser().get(), 0);
        Carrier own = client.pollCarrier();
        boolean counted = own != null && counts(own) && own.browser().equals(carrier.browser());
        return held - (counted ? 1 : 0) >= definition.maxPerBrowser;
    }

    void joined(Poll poll) {
        open++;
        if (counts(poll.carrier)) {
            if (definition.clientMaxConnections > 0) {
                byAddress.merge(poll.carrier.address(), 1, Integer::sum);
            }
            poll.carrier.browser().ifPresent(browser -> byBrowser.merge(browser, 1, Integer::sum));
        }
    }

    void left(Poll poll) {
        open--;
        if (counts(poll.carrier)) {
            if (definition.clientMaxConnections > 0) {
                byAddress.computeIfPresent(poll.carrier.address(), Polls::oneLess);
            }
            poll.carrier.browser().ifPresent(browser -> byBrowser.computeIfPresent(browser, Polls::oneLess));
        }
    }

    private static Integer oneLess(String name, Integer count) {
        return count == 1 ? null : Integer.valueOf(count - 1);
    }

    boolean isEmpty() {
        return open == 0 && byAddress.isEmpty() && byBrowser.isEmpty();
    }
}
