package dev.usher.benchmarks.measure;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The command line of a program here: pairs of {@code --name value}, each with a default. Where the default is a
 * number, the value has to be one. Used by one thread.
 */
public final class Options {

    private static final String NUMBER = "\\d{1,18}";

    private final Map<String, String> values;

    private Options(Map<String, String> values) {
        this.values = values;
    }

    /** Reads a command line, of which a wrong one ends the program with one line and exit code 2. */
    public static Options of(String[] arguments, String... defaults) {
        try {
            return parse(arguments, defaults);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(2);
            throw e;
        }
    }

    /**
     * Reads a command line.
     *
     * @param arguments what the user typed
     * @param defaults all names, each followed by its default
     * @throws IllegalArgumentException if what the user typed is wrong; its message says what to type
     */
    public static Options parse(String[] arguments, String... defaults) {
        Map<String, String> values = new TreeMap<>();
        for (int i = 0; i < defaults.length; i += 2) {
            values.put(defaults[i], defaults[i + 1]);
        }
        for (int i = 0; i < arguments.length; i += 2) {
            String name = arguments[i].startsWith("--") ? arguments[i].substring(2) : "";
            String standard = values.get(name);
            if (standard == null) {
                throw new IllegalArgumentException("unknown option " + arguments[i] + ", known are "
                        + values.keySet().stream().map(known -> "--" + known).toList());
            }
            if (i + 1 == arguments.length) {
                throw new IllegalArgumentException("option " + arguments[i] + " needs a value");
            }
            String value = arguments[i + 1];
            if (standard.matches(NUMBER) && !value.matches(NUMBER)) {
                throw new IllegalArgumentException(
                        "option " + arguments[i] + " needs a number, as " + standard + ", not " + value);
            }
            values.put(name, value);
        }
        return new Options(values);
    }

    public String text(String name) {
        return values.get(name);
    }

    public List<String> list(String name) {
        return List.of(values.get(name).split(","));
    }

    public int number(String name) {
        long wide = wide(name);
        if (wide > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("option --" + name + " is too large: " + wide);
        }
        return (int) wide;
    }

    /** @return a number that must not be 0 */
    public int positive(String name) {
        int number = number(name);
        if (number == 0) {
            throw new IllegalArgumentException("option --" + name + " must be 1 or more");
        }
        return number;
    }

    public long wide(String name) {
        return Long.parseLong(values.get(name));
    }
}
