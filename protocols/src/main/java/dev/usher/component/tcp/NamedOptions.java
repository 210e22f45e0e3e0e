package dev.usher.component.tcp;

import dev.usher.kernel.Handlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Options of the manual's form, taken by name. Wrong values become errors; whatever was not taken in the end is warned
 * about and ignored, as POE does.
 */
final class NamedOptions {
    /** What is told of marks. */
    interface Marks<H> {
        void on(int low, int high, Handlers.Plain<H> onLow, Handlers.Plain<H> onHigh);
    }

    final List<String> errors = new ArrayList<>();
    private final Logger log;
    private final String component;
    private final Map<String, Object> options;
    private final Set<String> unread;

    /** The component is named in warnings, which its class logs. */
    NamedOptions(String component, Class<?> type, Map<String, ?> options) {
        this.log = LoggerFactory.getLogger(type);
        this.component = component;
        this.options = new TreeMap<>(options);
        this.unread = new TreeSet<>(options.keySet());
    }

    void warnOfUnread() {
        for (String name : unread) {
            log.warn("a {} has no option '{}': it is ignored", component, name);
        }
    }

    boolean has(String name) {
        return options.containsKey(name);
    }

    /** The value without taking it, null if there is none. */
    Object peek(String name) {
        return options.get(name);
    }

    Object take(String name) {
        unread.remove(name);
        return options.get(name);
    }

    /** Hands a value of the right class on; any other but null is an error. */
    <T> void take(String name, Class<T> type, Consumer<T> use) {
        Object value = take(name);
        if (type.isInstance(value)) {
            use.accept(type.cast(value));
        } else if (value != null) {
            errors.add(name + " must be " + kind(type) + ", not "
                    + article(value.getClass().getSimpleName()));
        }
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // callbacks of the map form take what they are given
    <H> void takePlain(String name, Consumer<Handlers.Plain<H>> use) {
        take(name, Handlers.Plain.class, (Consumer) use);
    }

    /** Code that wants less than it is given is taken too. */
    @SuppressWarnings({"unchecked", "rawtypes"}) // as above
    <H, T> void takeTaking(String name, Consumer<Handlers.Taking<H, T>> use) {
        Object value = options.get(name);
        if (value instanceof Handlers.Plain plain) {
            unread.remove(name);
            use.accept((heap, poe, payload) -> plain.on(heap, poe));
        } else {
            take(name, Handlers.Taking.class, (Consumer) use);
        }
    }

    /** A port as a number or the name of its service. */
    void takePort(String name, Consumer<Integer> number, Consumer<String> service) {
        Object port = take(name);
        if (port instanceof Integer value) {
            number.accept(value);
        } else if (port instanceof String value) {
            service.accept(value);
        } else if (port != null) {
            errors.add(name + " must be a number or the name of a service, not "
                    + article(port.getClass().getSimpleName()));
        }
    }

    @SuppressWarnings("unchecked") // as above
    <H> void takeMarks(String highCode, String lowCode, Marks<H> use) {
        Object high = take("HighMark");
        Object low = take("LowMark");
        Object onHigh = take(highCode);
        Object onLow = take(lowCode);
        if (high == null && low == null && onHigh == null && onLow == null) {
            return;
        }
        if (high instanceof Integer highMark
                && low instanceof Integer lowMark
                && onHigh instanceof Handlers.Plain<?> atHigh
                && onLow instanceof Handlers.Plain<?> atLow) {
            use.on(lowMark, highMark, (Handlers.Plain<H>) atLow, (Handlers.Plain<H>) atHigh);
        } else {
            errors.add("HighMark, LowMark, " + highCode + " and " + lowCode
                    + " come together or not at all, the marks as numbers and the callbacks as code");
        }
    }

    void warnOf(String name, String reason) {
        log.warn("the {}'s option '{}' is {}", component, name, reason);
    }

    private static String kind(Class<?> type) {
        if (type == Handlers.Plain.class) {
            return "code that takes the heap and the context";
        }
        return type == Handlers.Taking.class
                ? "code that takes the heap, the context and an argument"
                : article(type.getSimpleName());
    }

    static String article(String noun) {
        String name = noun.isEmpty() ? "lambda of another shape" : noun;
        return ("AEIOU".indexOf(Character.toUpperCase(name.charAt(0))) >= 0 ? "an " : "a ") + name;
    }
}
