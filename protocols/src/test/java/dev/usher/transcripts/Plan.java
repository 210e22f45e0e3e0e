package dev.usher.transcripts;

import dev.usher.kernel.Call;
import dev.usher.kernel.Context;
import dev.usher.kernel.Event;
import dev.usher.kernel.Handlers;
import dev.usher.kernel.States;
import dev.usher.kernel.Unhandled;

/** The states of a session that {@link Port#S} will create: a line for each, as in the Perl programs. */
final class Plan<H> {

    /** {@code _start}, after the kit has told of it. */
    interface Start<H> {
        Object on(H heap, Context poe) throws Exception;
    }

    /** {@code _start} without an answer. */
    interface SilentStart<H> {
        void on(H heap, Context poe) throws Exception;
    }

    Start<H> start = (heap, poe) -> null;
    States<H> states;

    Plan(States<H> states) {
        this.states = states;
    }

    void start(SilentStart<H> handler) {
        start = (heap, poe) -> {
            handler.on(heap, poe);
            return null;
        };
    }

    void answerStart(Start<H> handler) {
        start = handler;
    }

    void on(Event<?> event, Handlers.Plain<H> handler) {
        states = states.on(event, handler);
    }

    <T> void on(Event<T> event, Handlers.Taking<H, T> handler) {
        states = states.on(event, handler);
    }

    <R> void answer(Call<?, R> call, Handlers.PlainAnswering<H, R> handler) {
        states = states.answer(call, handler);
    }

    <T, R> void answer(Call<T, R> call, Handlers.Answering<H, T, R> handler) {
        states = states.answer(call, handler);
    }

    void otherwise(Handlers.Taking<H, Unhandled> handler) {
        states = states.otherwise(handler);
    }
}
