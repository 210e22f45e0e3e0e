package dev.usher.component.bayeux;

import java.util.HashMap;
import java.util.Map;

/** How many connects are held for each address and each browser: of requests, since sockets are no scarcity. */
final class Polls {
    private final BayeuxServer definition;
    private final Map<String, Integer> byAddress = new HashMap<>();
    private final Map<String, Browser> browsers = new HashMap<>(); // those that have clients, or polls
    private int open;

    Polls(BayeuxServer definition) {
        this.definition = definition;
    }

    int open() {
        return open;
    }

    // ---- browsers

    /** A client of a browser is welcome; it keeps what this answers until it leaves. */
    Browser joins(String name) {
        Browser browser = browsers.computeIfAbsent(name, Browser::new);
        browser.clients++;
        return browser;
    }

    void leaves(Browser browser) {
        browser.clients--;
        forgetIfIdle(browser);
    }

    private void forgetIfIdle(Browser browser) {
        if (browser.isIdle()) {
            browsers.remove(browser.name.get());
        }
    }

    /** The browser that a connect comes from: mostly that of its client. Null if it does not count. */
    private Browser browser(Client client, Carrier carrier) {
        if (definition.maxPerBrowser == 0
                || !counts(carrier)
                || carrier.browser().isEmpty()) {
            return null;
        }
        Browser own = client.browser();
        return own != null && carrier.browser().equals(own.name)
                ? own
                : browsers.computeIfAbsent(carrier.browser().get(), Browser::new);
    }

    // ---- polls

    private static boolean counts(Carrier carrier) {
        return carrier.transport() != Transport.WEBSOCKET;
    }

    boolean isFull(Carrier carrier) {
        return counts(carrier)
                && definition.clientMaxConnections > 0
                && byAddress.getOrDefault(carrier.address(), 0) >= definition.clientMaxConnections;
    }

    /** Whether other clients of the same browser hold as many connects as they may: browsers open few connections. */
    boolean isElsewhere(Client client, Carrier carrier) {
        Browser browser = browser(client, carrier);
        if (browser == null) {
            return false;
        }
        forgetIfIdle(browser);
        return browser.polls >= definition.maxPerBrowser;
    }

    void joined(Poll poll) {
        open++;
        if (counts(poll.carrier) && definition.clientMaxConnections > 0) {
            byAddress.merge(poll.carrier.address(), 1, Integer::sum);
        }
        poll.browser = browser(poll.client, poll.carrier);
        if (poll.browser != null) {
            poll.browser.polls++;
        }
    }

    void left(Poll poll) {
        open--;
        if (counts(poll.carrier) && definition.clientMaxConnections > 0) {
            byAddress.computeIfPresent(poll.carrier.address(), Polls::oneLess);
        }
        if (poll.browser != null) {
            poll.browser.polls--;
            forgetIfIdle(poll.browser);
        }
    }

    private static Integer oneLess(String name, Integer count) {
        return count == 1 ? null : Integer.valueOf(count - 1);
    }

    boolean isEmpty() {
        return open == 0 && byAddress.isEmpty() && browsers.values().stream().allMatch(browser -> browser.polls == 0);
    }

    int browsers() {
        return browsers.size();
    }
}
