package dev.usher.component.bayeux;

import dev.usher.filters.bayeux.BayeuxMessage;
import dev.usher.filters.websocket.EncodedMessage;
import dev.usher.filters.websocket.Text;

/** A message on its way to any number of clients: written once, and once as a frame. Belongs to the kernel's thread. */
final class Delivery {
    final BayeuxMessage message;
    final boolean lazy;
    private EncodedMessage frame; // null until a WebSocket wants it

    Delivery(BayeuxMessage message, boolean lazy) {
        this.message = message;
        this.lazy = lazy;
    }

    EncodedMessage frame() {
        if (frame == null) {
            byte[] array = Batches.array(message);
            frame = EncodedMessage.of(new Text().wrap(array, 0, array.length, true));
        }
        return frame;
    }
}
