package dev.usher.component.tcp;

import dev.usher.kernel.Event;
import dev.usher.kernel.Handlers;
import dev.usher.kernel.IoError;
import dev.usher.kernel.States;
import dev.usher.wheel.Opened;

/**
 * What the wheels of a component's connections send. Immutable: one for all servers, one for all clients.
 *
 * @param input for records, of whatever class
 * @param error for errors and the end
 * @param flushed when all is written
 * @param low when little waits again
 * @param high when much waits
 * @param upgraded when TLS is agreed on that began on a connection that there was
 * @param notUpgraded when it could not be
 */
record WheelEvents(
        Event<Object> input,
        Event<IoError> error,
        Event<Void> flushed,
        Event<Void> low,
        Event<Void> high,
        Event<Opened> upgraded,
        Event<IoError> notUpgraded) {

    /** POE's names for them. */
    static WheelEvents named(String component) {
        return new WheelEvents(
                Event.any(component + "_got_input"),
                Event.named(component + "_got_error", IoError.class),
                Event.named(component + "_got_flush"),
                Event.named(component + "_got_low"),
                Event.named(component + "_got_high"),
                Event.named(component + "_got_tls", Opened.class),
                Event.named(component + "_got_tls_error", IoError.class));
    }

    /** The program's own handlers stand in the table, nothing between. */
    @SuppressWarnings("unchecked") // the filter gives what onInput takes, by the builder's types
    <H, I> States<H> handledBy(
            States<H> states,
            Handlers.Taking<? super H, ? super I> onInput,
            Handlers.Plain<? super H> onLow,
            Handlers.Plain<? super H> onHigh) {
        States<H> table = onInput == null ? states : states.on((Event<I>) input, onInput);
        return onLow == null ? table : table.on(low, onLow).on(high, onHigh);
    }
}
