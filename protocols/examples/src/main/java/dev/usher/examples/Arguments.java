package dev.usher.examples;

import dev.usher.tls.Tls;
import dev.usher.tls.TlsException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the command line says after an example's name, checked against the example's options. Immutable. */
final class Arguments {
    private static final Duration RELOAD = Duration.ofSeconds(10);

    private final Map<String, String> values = new HashMap<>();
    private final List<String> operands = new ArrayList<>();

    private Arguments() {}

    static Arguments parse(Example example, List<String> words) throws UsageException {
        Arguments arguments = new Arguments();
        example.options().forEach(option -> arguments.values.put(option.name(), option.fallback()));
        Iterator<String> rest = words.iterator();
        boolean options = true;
        while (rest.hasNext()) {
            String word = rest.next();
            if (options && word.equals("--")) {
                options = false; // what follows may begin with a dash
            } else if (options && word.startsWith("-") && word.length() > 1) {
                Option option = option(example, word);
                arguments.values.put(option.name(), value(option, rest));
                if (!option.second().isEmpty()) {
                    arguments.values.put(option.name() + " " + option.second(), value(option, rest));
                }
            } else if (example.operands().isEmpty()) {
                throw new UsageException("'" + word + "' is too much: " + takes(example));
            } else {
                arguments.operands.add(word);
            }
        }
        return arguments;
    }

    private static Option option(Example example, String word) throws UsageException {
        for (Option option : example.options()) {
            if (word.equals("--" + option.name())) {
                return option;
            }
        }
        throw new UsageException("unknown option " + word + ": " + takes(example));
    }

    private static String value(Option option, Iterator<String> rest) throws UsageException {
        String value = rest.hasNext() ? rest.next() : "";
        if (value.isEmpty() || value.startsWith("--")) {
            String wanted = option.second().isEmpty() ? option.wanted() : option.wanted() + " and " + option.second();
            throw new UsageException("--" + option.name() + " needs a value: " + wanted);
        }
        if (!option.accepts().test(value)) {
            throw new UsageException("--" + option.name() + " must be " + option.wanted() + ", not '" + value + "'");
        }
        return value;
    }

    private static String takes(Example example) {
        return example.name() + " takes " + example.usage();
    }

    /** Without the brackets that IPv6 addresses have in URLs. */
    String text(String name) {
        return values.get(name);
    }

    String host() {
        String host = values.get("host");
        return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    }

    /** What {@code --tls} says; empty for plain text. The files are read again when they change. */
    Optional<Tls> tls(String... protocols) throws UsageException {
        if (text("tls").isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Tls.server(text("tls"), text("tls KEY"))
                    .alpn(protocols)
                    .reloadEvery(RELOAD)
                    .define());
        } catch (TlsException e) {
            throw new UsageException("--tls: " + e.getMessage());
        }
    }

    int number(String option) {
        return Integer.parseInt(values.get(option));
    }

    List<String> operands() {
        return List.copyOf(operands);
    }
}
