package dev.usher.component.http;

import dev.usher.filter.Input;
import dev.usher.filter.InputFilter;
import dev.usher.filters.http.HttpException;
import dev.usher.filters.http.HttpPart;
import dev.usher.filters.http.RequestParser;
import dev.usher.kernel.Context;

/**
 * Lets the parser see a connection's input only while a request is wanted, so that one request stays valid while it is
 * worked on. What comes meanwhile waits in the wheel, and beyond some bytes of it the wheel reads no more: so the depth
 * of a pipeline is bounded, and yet the client's leaving is noticed.
 */
final class RequestGate implements InputFilter<HttpPart> {
    private final Conversation conversation;
    private final RequestParser parser;
    private final int mostPending;
    private boolean heldBack;
    private boolean ended; // the client has ended its output
    private Input leftover; // what had come before that, once it was asked for

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
        } else if (input.remaining() > mostPending && !ended) {
            heldBack = true;
            conversation.wheel.pauseInput();
        }
        return null;
    }

    boolean isEnded() {
        return ended;
    }

    void end() {
        ended = true;
    }

    /** What waits in the wheel is looked at again. */
    void proceed(Context poe) {
        if (ended) {
            takeLeftover(poe);
            return;
        }
        conversation.wheel.inputFilter(this);
        if (heldBack) {
            heldBack = false;
            conversation.wheel.resumeInput();
        }
    }

    /** A wheel reads nothing behind the end of the client's output: what has come before is still owed an answer. */
    private void takeLeftover(Context poe) {
        if (leftover == null) {
            leftover = Input.of(conversation.wheel.pending());
        }
        try {
            while (conversation.wantsPart()) {
                HttpPart part = parser.next(leftover);
                if (part == null) {
                    break;
                }
                conversation.part(poe, part);
            }
        } catch (HttpException e) {
            conversation.refuse(poe, e.status(), e.getMessage());
        }
        if (conversation.wantsPart()) {
            conversation.endBehindOutput(poe);
        }
    }

    @Override
    public InputFilter<HttpPart> fresh() {
        throw new UnsupportedOperationException("a gate belongs to one connection");
    }
}
