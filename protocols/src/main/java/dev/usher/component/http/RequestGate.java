package dev.usher.component.http;

import dev.usher.filter.Input;
import dev.usher.filter.InputFilter;
import dev.usher.filters.http.HttpPart;
import dev.usher.filters.http.RequestParser;

/**
 * Lets the parser see a connection's input only while a request is wanted, so that one request stays valid while it is
 * worked on. What comes meanwhile waits in the wheel, and beyond some bytes of it the wheel reads no more: so the depth
 * of a pipeline is bounded, and yet the client's leaving is noticed.
 */
final class RequestGate implements InputFilter<HttpPart> {
    private final Conversation conversation;
    private final RequestParser parser;
    private final int mostPending;

    RequestGate(Conversation conversation, RequestParser parser, int mostPending) {
        this.conversation = conversation;
        this.parser = parser;
        this.mostPending = mostPending;
    }

    RequestParser parser() {
        return parser;
    }

    @Override
    public HttpPart next(Input input) {
        if (conversation.wantsPart()) {
            return parser.next(input);
        }
        if (conversation.isLingering()) {
            input.skip(input.remaining());
        } else if (input.remaining() > mostPending) {
            conversation.holdBack();
        }
        return null;
    }

    @Override
    public InputFilter<HttpPart> fresh() {
        throw new UnsupportedOperationException("a gate belongs to one connection");
    }
}
