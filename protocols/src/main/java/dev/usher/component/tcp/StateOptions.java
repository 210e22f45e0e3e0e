package dev.usher.component.tcp;

import dev.usher.kernel.Call;
import dev.usher.kernel.Event;
import dev.usher.kernel.Handlers;
import dev.usher.kernel.SessionOption;
import dev.usher.kernel.Unhandled;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Reads the options that are about a component's sessions: the program's states, and what sessions are created with.
 */
final class StateOptions<H> {
    private final NamedOptions options;
    private final ProgramStates<H> program;
    private final Class<?> heap;

    private StateOptions(NamedOptions options, ProgramStates<H> program, Class<?> heap) {
        this.options = options;
        this.program = program;
        this.heap = heap;
    }

    /** The heap is what named methods take first. */
    static <H> void read(NamedOptions options, ProgramStates<H> program, Class<?> heap) {
        StateOptions<H> reader = new StateOptions<>(options, program, heap);
        options.take("InlineStates", Map.class, map -> ((Map<?, ?>) map).forEach(reader::inlineState));
        reader.ownedStates("ObjectStates");
        reader.ownedStates("PackageStates");
        options.take("SessionParams", List.class, reader::sessionParams);
    }

    @SuppressWarnings("unchecked") // callbacks of the map form take what they are given
    private void inlineState(Object name, Object code) {
        if (name.equals("_default") && code instanceof Handlers.Taking<?, ?> taking) {
            program.otherwise((Handlers.Taking<H, Unhandled>) taking);
        } else if (code instanceof Handlers.Plain<?> plain) {
            program.on(Event.any(name.toString()), (Handlers.Plain<H>) plain);
        } else if (code instanceof Handlers.Taking<?, ?> taking) {
            program.on(Event.any(name.toString()), (Handlers.Taking<H, Object>) taking);
        } else {
            options.errors.add("InlineStates: '" + name + "' needs code");
        }
    }

    private void ownedStates(String option) {
        options.take(option, List.class, list -> {
            if (list.size() % 2 != 0) {
                options.errors.add(option + " must be a list of pairs: an owner, then its events");
                return;
            }
            for (int i = 0; i < list.size(); i += 2) {
                ownedStates(option, list.get(i), list.get(i + 1));
            }
        });
    }

    private void ownedStates(String option, Object owner, Object events) {
        Map<String, String> methods = new TreeMap<>(); // method by event
        if (events instanceof Map<?, ?> map) {
            map.forEach((event, method) -> methods.put(event.toString(), method.toString()));
        } else if (events instanceof List<?> names) {
            names.forEach(name -> methods.put(name.toString(), name.toString()));
        } else {
            options.errors.add(
                    option + ": the events of " + owner + " must be a list of names or a map of event to method");
        }
        methods.forEach((event, method) -> NamedMethods.<H>find(owner, method, heap)
                .ifPresentOrElse(
                        handler -> program.answer(Call.named(event, Object.class, Object.class), handler),
                        () -> options.errors.add(option + ": " + owner + " has no public method '" + method
                                + "' that takes a " + heap.getSimpleName()
                                + ", a Context and, if it likes, a payload")));
    }

    private void sessionParams(List<?> list) {
        for (int i = 0; i + 1 < list.size(); i += 2) {
            if ("options".equals(list.get(i)) && list.get(i + 1) instanceof Map<?, ?> map) {
                map.forEach((name, value) -> sessionOption(name.toString(), value));
            } else {
                options.errors.add("SessionParams can set options only, not '" + list.get(i) + "'");
            }
        }
    }

    private void sessionOption(String name, Object value) {
        try {
            SessionOption option = SessionOption.valueOf(name.toUpperCase(Locale.ROOT));
            program.option(
                    option, Boolean.TRUE.equals(value) || Integer.valueOf(1).equals(value));
        } catch (IllegalArgumentException e) {
            options.errors.add(
                    "SessionParams: there is no session option '" + name + "': trace, debug and default are");
        }
    }
}
