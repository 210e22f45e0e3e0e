package dev.usher.component.tcp;

import dev.usher.kernel.Call;
import dev.usher.kernel.Event;
import dev.usher.kernel.Handlers;
import dev.usher.kernel.SessionOption;
import dev.usher.kernel.SignalInfo;
import dev.usher.kernel.States;
import dev.usher.kernel.Unhandled;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a program handles in a component's sessions beside the callbacks, and those sessions' options. What cannot be is
 * added to the description's errors.
 */
final class ProgramStates<H> {
    private final Set<String> reserved;
    private final List<String> errors;
    private final Map<SessionOption, Boolean> options = new EnumMap<>(SessionOption.class);
    private States<H> states = States.ofAny();
    private boolean said;

    /** Events that the component handles itself are reserved: the program cannot handle them too. */
    ProgramStates(Set<String> reserved, List<String> errors) {
        this.reserved = reserved;
        this.errors = errors;
    }

    void on(Event<?> event, Handlers.Plain<? super H> handler) {
        enter(event, () -> states = states.on(event, handler));
    }

    <T> void on(Event<T> event, Handlers.Taking<? super H, ? super T> handler) {
        enter(event, () -> states = states.on(event, handler));
    }

    <R> void answer(Call<?, R> call, Handlers.PlainAnswering<? super H, ? extends R> handler) {
        enter(call, () -> states = states.answer(call, handler));
    }

    <T, R> void answer(Call<T, R> call, Handlers.Answering<? super H, ? super T, ? extends R> handler) {
        enter(call, () -> states = states.answer(call, handler));
    }

    void sig(String name, Handlers.Taking<? super H, SignalInfo> handler) {
        said = true;
        if (name.equals("DIE")) {
            errors.add("the signal DIE is the component's own: use onException");
        }
        states = states.sig(name, handler);
    }

    void otherwise(Handlers.Taking<? super H, Unhandled> handler) {
        said = true;
        states = states.otherwise(handler);
    }

    void option(SessionOption option, boolean on) {
        said = true;
        options.put(option, on);
    }

    private void enter(Event<?> event, Runnable add) {
        said = true;
        if (reserved.contains(event.name())) {
            errors.add("'" + event + "' is an event of the component itself and cannot be handled by the program");
            return;
        }
        try {
            add.run();
        } catch (IllegalArgumentException e) {
            errors.add(e.getMessage());
        }
    }

    /** Whether nothing was said yet. */
    boolean isEmpty() {
        return !said;
    }

    States<H> states() {
        return states;
    }

    States<H> withOptions(States<H> table) {
        return ListenerBuilder.withOptions(table, options);
    }
}
