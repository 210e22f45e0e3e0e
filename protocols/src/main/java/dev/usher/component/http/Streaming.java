package dev.usher.component.http;

import dev.usher.kernel.Context;

/**
 * Tells whoever makes the content of the present response that there is room for more: the response's own producer, or
 * {@code stream_request}. Belongs to the connection's session.
 */
final class Streaming {
    private final Conversation conversation;
    private final HandlerTable table;

    Streaming(Conversation conversation, HandlerTable table) {
        this.conversation = conversation;
        this.table = table;
    }

    /** All that was sent is written. */
    void flushed(Context poe) {
        HttpResponse response = sending();
        if (response == null) {
            return;
        }
        boolean wasChoked = response.wasChoked();
        if (response.producer() != null) {
            if (response.hasSent()) {
                produce(poe, response.producer());
            }
        } else if (wasChoked || response.streaming()) {
            tell(poe);
        }
    }

    /** Little waits to be written, where there was too much. */
    void low(Context poe) {
        HttpResponse response = sending();
        if (response != null && response.producer() != null && response.wasChoked()) {
            produce(poe, response.producer());
        }
    }

    /** The program has something to send again. */
    void resume(Context poe, HttpResponse asking) {
        HttpResponse response = sending();
        if (response == null || response != asking) {
            return;
        }
        if (response.producer() != null) {
            produce(poe, response.producer());
        } else {
            tell(poe);
        }
    }

    private HttpResponse sending() {
        return conversation.isHandling() && conversation.response().isSending() ? conversation.response() : null;
    }

    private void produce(Context poe, Target producer) {
        conversation.response().wasChoked();
        conversation.response().hasSent();
        conversation.calls().handler(poe, producer);
        conversation.settle(poe);
    }

    private void tell(Context poe) {
        if (table.streamRequest != null) {
            conversation.calls().special(poe, table.streamRequest, HandlerTable.STREAM_REQUEST);
            conversation.settle(poe);
        }
    }
}
