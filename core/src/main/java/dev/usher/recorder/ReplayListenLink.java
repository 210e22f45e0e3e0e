package dev.usher.recorder;

import dev.usher.network.ListenLink;
import dev.usher.network.StreamLink;
import java.io.IOException;

/** A listener that accepts what was recorded. One thread. */
final class ReplayListenLink extends ReplayLink implements ListenLink {

    ReplayListenLink(ReplayNetwork network, long id) {
        super(network, id);
    }

    @Override
    public StreamLink accept() throws IOException {
        Input body = ask(Kind.ACCEPT);
        if (body == null) {
            return null;
        }
        network.answered(body);
        long number = body.number();
        script.done();
        return number == 0 ? null : new ReplayStreamLink(network, number);
    }
}
