package dev.usher.component.tcp;

import dev.usher.network.StreamLink;

/** A connection whose wheel does not exist yet, as clientPreConnect and preConnect see it. */
final class Opening {
    StreamLink link;
    String rejection; // why it is refused, or null

    Opening(StreamLink link) {
        this.link = link;
    }
}
