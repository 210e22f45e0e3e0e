package dev.usher.component.tcp;

import dev.usher.kernel.IoError;
import dev.usher.network.StreamLink;
import dev.usher.tls.Tls;
import dev.usher.wheel.Opened;
import dev.usher.wheel.SocketFactory;

/** A connection whose wheel does not exist yet, as clientPreConnect and preConnect see it, or that shakes hands. */
final class Opening {
    private final Opened opened;
    StreamLink link;
    String rejection; // why it is refused, or null
    Tls upgrade; // wanted, or null
    SocketFactory upgrading; // by now, or null
    IoError late; // what is told of one whose handshake has taken too long, or null

    Opening(Opened opened) {
        this.opened = opened;
        this.link = opened.link();
    }

    Opened result() {
        return link == opened.link() ? opened : new Opened(link, opened.remote(), opened.driver());
    }
}
