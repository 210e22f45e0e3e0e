package dev.usher.component.internal;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Options of a manual, read by name. Values of another kind, and names that were not read in the end, are errors. Not
 * thread-safe.
 */
public final class ManualOptions {
    private final Map<String, ?> options;
    private final Set<String> unread;
    private final List<String> errors;

    /**
     * Options, none of them read.
     *
     * @param options values by name
     * @param errors gets what is wrong
     */
    public ManualOptions(Map<String, ?> options, List<String> errors) {
        this.options = options;
        this.unread = new TreeSet<>(options.keySet());
        this.errors = errors;
    }

    /**
     * Reads a value of any kind.
     *
     * @param name the option
     * @return its value, null if there is none
     */
    public Object take(String name) {
        unread.remove(name);
        return options.get(name);
    }

    /**
     * Reads a value of one kind.
     *
     * @param name the option
     * @param type the kind
     * @param <T> as well
     * @return its value, null if there is none of that kind
     */
    public <T> T take(String name, Class<T> type) {
        Object value = take(name);
        if (value == null || type.isInstance(value)) {
            return type.cast(value);
        }
        wrong(name, "a " + type.getSimpleName(), value);
        return null;
    }

    /**
     * Reads a value of one kind, if there is one.
     *
     * @param name the option
     * @param type the kind
     * @param use what to do with it
     * @param <T> the kind
     */
    public <T> void take(String name, Class<T> type, Consumer<? super T> use) {
        T value = take(name, type);
        if (value != null) {
            use.accept(value);
        }
    }

    /**
     * Reads a number, if there is one.
     *
     * @param name the option
     * @param use what to do with it
     */
    public void number(String name, Consumer<Integer> use) {
        Object value = take(name);
        if (value != null) {
            try {
                use.accept(Integer.parseInt(value.toString()));
            } catch (NumberFormatException e) {
                wrong(name, "a number", value);
            }
        }
    }

    /**
     * Reads a time, if there is one.
     *
     * @param name the option
     * @param use what to do with it
     */
    public void seconds(String name, Consumer<Duration> use) {
        Duration time = seconds(name, take(name));
        if (time != null) {
            use.accept(time);
        }
    }

    /**
     * Reads a time that stands in a value.
     *
     * @param name of what it says, for errors
     * @param value seconds as a number or text, with a fraction or without; a Duration; null for none
     * @return the time, null if there is none
     */
    public Duration seconds(String name, Object value) {
        if (value == null || value instanceof Duration) {
            return (Duration) value;
        }
        try {
            BigDecimal seconds = new BigDecimal(value.toString());
            return Duration.ofNanos(seconds.movePointRight(9).longValueExact());
        } catch (ArithmeticException | NumberFormatException e) {
            wrong(name, "a number of seconds", value);
            return null;
        }
    }

    /**
     * Reads whether something is so.
     *
     * @param name the option
     * @return as {@link #isOn(Object)} tells of its value
     */
    public boolean isOn(String name) {
        return isOn(take(name));
    }

    /**
     * Whether a value is true, as Perl sees it.
     *
     * @param value any, or null
     * @return false for null, false, 0 and the empty text
     */
    public static boolean isOn(Object value) {
        return value != null && !Boolean.FALSE.equals(value) && !Set.of("", "0").contains(value.toString());
    }

    /**
     * Says that a value cannot be.
     *
     * @param name the option
     * @param wanted what would be right
     * @param value what it is
     */
    public void wrong(String name, String wanted, Object value) {
        errors.add(name + " must be " + wanted + ", not '" + value + "'");
    }

    /** Says which options there are not. */
    public void refuseUnread() {
        for (String name : unread) {
            errors.add("there is no option '" + name + "'");
        }
    }
}
