package dev.usher.examples;

import java.util.function.Predicate;

/**
 * One option of an example. Listing, parsing and errors all come from here. Immutable.
 *
 * @param name without its dashes
 * @param fallback its value when it is not given
 * @param wanted what a value must be, in words
 * @param accepts whether a value is that
 * @param second what a second value must be, in words; empty if there is none
 */
record Option(String name, String fallback, String wanted, Predicate<String> accepts, String second) {

    Option(String name, String fallback, String wanted, Predicate<String> accepts) {
        this(name, fallback, wanted, accepts, "");
    }

    /** Two files; without them a server speaks plain text. */
    static Option tls() {
        return new Option("tls", "", "CERT", value -> !value.isBlank(), "KEY");
    }

    static Option host() {
        return new Option("host", "127.0.0.1", "a name or an address", value -> !value.isBlank());
    }

    static Option number(String name, int fallback, int least, int most) {
        return new Option(
                name,
                Integer.toString(fallback),
                "a number from " + least + " to " + most,
                value -> value.matches("[0-9]{1,9}")
                        && Integer.parseInt(value) >= least
                        && Integer.parseInt(value) <= most);
    }

    String usage() {
        return "[--" + name + " " + (second.isEmpty() ? fallback : wanted + " " + second) + "]";
    }
}
