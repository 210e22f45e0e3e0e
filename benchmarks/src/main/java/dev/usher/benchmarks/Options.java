package dev.usher.benchmarks;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The command line of a program here: pairs of {@code --name value}, each with a default. A wrong one ends the program
 * with one line and exit code 2. Used by one thread.
 */
final class Options {

    private final Map<String, String> values;

    private Options(Map<String, String> values) {
        this.values = values;
    }

    /**
     * Reads a command line.
     *
     * @param arguments what the user typed
     * @param defaults all names, each followed by its default
     */
    static Options of(String[] arguments, String... defaults) {
        Map<String, String> values = new TreeMap<>();
        for (int i = 0; i < defaults.length; i += 2) {
            values.put(defaults[i], defaults[i + 1]);
        }
        for (int i = 0; i < arguments.length; i += 2) {
            String name = arguments[i].startsWith("--") ? arguments[i].substring(2) : "";
            if (!values.containsKey(name)) {
                fail("unknown option " + arguments[i] + ", known are " + values.keySet());
            }
            if (i + 1 == arguments.length) {
                fail("option " + arguments[i] + " needs a value");
            }
            values.put(name, arguments[i + 1]);
        }
        return new Options(values);
    }

    /** Ends the program because of what the user typed. */
    static void fail(String message) {
        System.err.println(message);
        System.exit(2);
    }

    String text(String name) {
        return values.get(name);
    }

    List<String> list(String name) {
        return List.of(values.get(name).split(","));
    }

    int number(String name) {
        return Math.toIntExact(wide(name));
    }

    long wide(String name) {
        try {
            return Long.parseLong(values.get(name));
        } catch (NumberFormatException e) {
            fail("option --" + name + " needs a number, not " + values.get(name));
            return 0;
        }
    }
}
