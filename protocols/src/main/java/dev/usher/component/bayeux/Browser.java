package dev.usher.component.bayeux;

import java.util.Optional;

/** A browser, by its cookie: how much there is of it. Belongs to the server's session. */
final class Browser {
    final Optional<String> name; // the same object for all who have it, so that it is compared at once
    int clients;
    int polls; // held on requests

    Browser(String name) {
        this.name = Optional.of(name);
    }

    boolean isIdle() {
        return clients == 0 && polls == 0;
    }
}
