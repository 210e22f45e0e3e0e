package dev.usher.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/** Starts an example by its name; without a name, lists them. */
public final class Main {
    private static final List<Example> EXAMPLES = List.of(
            Example.server("echo", "says every line again", 7007, Echo::server),
            Example.server("rot13", "greets, and answers every line in ROT13", 7013, Rot13::server),
            Example.server("quit", "says every line again, until the line 'quit'", 7017, Quit::server),
            Example.server("chargen", "sends characters for ever, as fast as they are read", 7019, Chargen::server),
            Example.server("chat", "a room for all who connect", 7023, port -> new Chat().server(port)),
            new Example("group-chat", "a room on several kernels", GroupChat.OPTIONS, "", GroupChat::run),
            new Example("http", "a web server: ready-made, deferred, streamed, files", Web.OPTIONS, "", Web::run),
            new Example("http-client", "asks, and prints status and content", HttpCaller.OPTIONS, "", HttpCaller::run),
            new Example("websocket-echo", "says every message again", WebSocketEcho.OPTIONS, "", WebSocketEcho::run),
            new Example("websocket-clock", "tells all the time", WebSocketClock.OPTIONS, "", WebSocketClock::run),
            new Example(
                    "websocket-broadcast",
                    "tells all what one says, if its page may",
                    WebSocketBroadcast.OPTIONS,
                    "",
                    WebSocketBroadcast::run),
            new Example(
                    "websocket-client",
                    "says a text, and prints what comes",
                    WebSocketCaller.OPTIONS,
                    "",
                    WebSocketCaller::run),
            new Example("line-client", "says lines to a server", LineClient.OPTIONS, "[LINE...]", LineClient::run),
            new Example("bayeux", "publish and subscribe for all who come", Bayeux.OPTIONS, "", Bayeux::run),
            new Example("bayeux-bot", "the same, and a session that answers", BayeuxBot.OPTIONS, "", BayeuxBot::run),
            new Example("bayeux-shell", "types and reads messages", BayeuxShell.OPTIONS, "", BayeuxShell::run),
            new Example("web-chat", "rooms for all who come, on a page", WebChat.OPTIONS, "", WebChat::run),
            new Example("quote", "asks the rot13 example", Quote.OPTIONS, "[LINE...]", Quote::run),
            new Example("countdown", "two sessions and a clock, no network", Countdown.OPTIONS, "", Countdown::run),
            new Example("ported-jobs", "a job queue with workers, from Perl", PortedJobs.OPTIONS, "", PortedJobs::run),
            new Example("ported-chat", "a line chat out of wheels, from Perl", PortedChat.OPTIONS, "", PortedChat::run),
            new Example("ported-proxy", "a TCP proxy, from Perl", PortedProxy.OPTIONS, "", PortedProxy::run));

    private Main() {}

    /**
     * Runs an example until it ends.
     *
     * @param arguments its name, then its options; nothing lists all
     */
    public static void main(String[] arguments) {
        PrintStream out = new PrintStream(System.out, true, UTF_8);
        System.exit(run(Arrays.asList(arguments), out, System.err));
    }

    /** Answers 0, or 1 if the example failed, or 2 if the command line is wrong. */
    static int run(List<String> words, PrintStream out, PrintStream err) {
        if (words.isEmpty() || List.of("help", "--help", "-h").contains(words.get(0))) {
            list(out);
            return 0;
        }
        try {
            Example example = named(words.get(0));
            return example.program().run(Arguments.parse(example, words.subList(1, words.size())), out, err);
        } catch (UsageException wrong) {
            err.println("usher-examples: " + wrong.getMessage().replaceAll("\\p{Cc}", "?"));
            return 2;
        }
    }

    private static Example named(String name) throws UsageException {
        for (Example example : EXAMPLES) {
            if (example.name().equals(name)) {
                return example;
            }
        }
        List<String> names = EXAMPLES.stream().map(Example::name).toList();
        throw new UsageException("unknown example '" + name + "': choose one of " + String.join(", ", names));
    }

    private static void list(PrintStream out) {
        out.println("java -jar usher-examples.jar NAME [option...]   (an option not given is as shown)");
        String columns = "  %-" + longest(Example::name) + "s  %-" + longest(Example::summary) + "s  %s";
        for (Example example : EXAMPLES) {
            out.println(String.format(columns, example.name(), example.summary(), example.usage()));
        }
    }

    private static int longest(Function<Example, String> column) {
        return EXAMPLES.stream().map(column).mapToInt(String::length).max().orElseThrow();
    }
}
