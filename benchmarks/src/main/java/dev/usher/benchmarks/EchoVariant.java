package dev.usher.benchmarks;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A kind of echo server to measure: {@code raw}, {@code netty} or {@code usher}. Immutable.
 *
 * @param name as on the command line
 * @param arguments what follows {@code java} and its flags
 */
record EchoVariant(String name, List<String> arguments) {

    /** Default of the option {@code --usher}: the server of our own. */
    static final String USHER = "";

    /** The variants of the options {@code --variants} and {@code --usher}, without those that are not built. */
    static List<EchoVariant> of(Options options) {
        List<EchoVariant> variants = new ArrayList<>();
        for (String name : options.list("variants")) {
            EchoVariant variant = switch (name) {
                case "raw" -> ours(name, RawNioEchoServer.class);
                case "netty" -> ours(name, NettyEchoServer.class);
                case "usher" -> usher(name, options.text("usher"));
                default -> throw new IllegalArgumentException("no variant " + name);
            };
            String missing = variant.missingJar();
            if (missing == null) {
                variants.add(variant);
            } else {
                System.out.println("skipped " + name + ": there is no " + missing);
            }
        }
        return variants;
    }

    private static EchoVariant usher(String name, String arguments) {
        return arguments.isEmpty()
                ? ours(name, UsherEchoServer.class)
                : new EchoVariant(name, List.of(arguments.split(" ")));
    }

    private static EchoVariant ours(String name, Class<?> server) {
        return new EchoVariant(
                name, List.of("-cp", System.getProperty("java.class.path"), server.getName(), "--port", "0"));
    }

    private String missingJar() {
        int jar = arguments.indexOf("-jar") + 1;
        return jar == 0 || Files.exists(Path.of(arguments.get(jar))) ? null : arguments.get(jar);
    }
}
