package dev.usher.examples;

import dev.usher.component.tcp.TcpServerBuilder;
import java.io.PrintStream;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;

/**
 * One example as {@link Main} knows it. Immutable.
 *
 * @param name what starts it
 * @param summary what it shows, in a few words
 * @param options which options it has
 * @param operands what else it takes; empty for nothing
 * @param program runs it
 */
record Example(String name, String summary, List<Option> options, String operands, Program program) {

    /** Runs until the example ends. */
    @FunctionalInterface
    interface Program {

        /** Answers the process's exit code. */
        int run(Arguments arguments, PrintStream out, PrintStream err) throws UsageException;
    }

    static Example server(String name, String summary, int port, IntFunction<TcpServerBuilder<?, ?, ?>> server) {
        List<Option> options = List.of(Option.host(), Option.number("port", port, 0, 65_535), Option.tls());
        return new Example(name, summary, options, "", (arguments, out, err) -> {
            int number = arguments.number("port");
            TcpServerBuilder<?, ?, ?> wanted = server.apply(number);
            arguments.tls().ifPresent(wanted::tls);
            return new Serving(wanted, arguments.host(), number, out, err).run();
        });
    }

    String usage() {
        String line = options.stream().map(Option::usage).collect(Collectors.joining(" "));
        return operands.isEmpty() ? line : line + " " + operands;
    }
}
