package dev.usher.examples;

import dev.usher.component.bayeux.BayeuxClient;
import dev.usher.component.bayeux.BayeuxConnection;
import dev.usher.component.bayeux.BayeuxState;
import dev.usher.component.bayeux.Transport;
import dev.usher.component.terminal.ReadLine;
import dev.usher.component.terminal.ReadLineBuilder;
import dev.usher.component.terminal.Typed;
import dev.usher.filter.ProtocolException;
import dev.usher.filters.bayeux.BayeuxMessage;
import dev.usher.filters.bayeux.Json;
import dev.usher.kernel.Context;
import dev.usher.kernel.Event;
import dev.usher.kernel.Kernel;
import dev.usher.kernel.Session;
import dev.usher.kernel.States;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jline.terminal.Terminal;

/**
 * Talks to a Bayeux server by hand: somebody types what to say on a terminal, and sees what comes meanwhile. Without a
 * terminal it does what standard input says, and leaves when that ends.
 */
final class BayeuxShell {
    static final List<Option> OPTIONS = List.of(
            new Option(
                    "url",
                    "http://127.0.0.1:8085/cometd",
                    "http://HOST:PORT/PATH or https://HOST:PORT/PATH",
                    url -> url.matches("https?://[^/\\s]+(/\\S*)?")),
            new Option(
                    "transport",
                    "websocket",
                    "websocket (or long-polling where there is none), long-polling or callback-polling",
                    name -> name.matches("websocket|long-polling|callback-polling")),
            new Option("user", "cli", "a name", name -> !name.isBlank()),
            Option.number("timeout", 10, 1, 86_400));

    private static final Event<BayeuxState> BECAME = Event.named("became", BayeuxState.class);
    private static final Event<Typed> TYPED = Event.named("typed", Typed.class);
    private static final Event<Void> STUCK = Event.named("stuck");
    private static final String CHANNEL = "/chat/demo";
    private static final String HELP = """
            publish CHANNEL DATA    JSON, or else a text
            say TEXT                to /chat/demo, by your name
            subscribe CHANNEL       or a pattern: /chat/* or /chat/**
            unsubscribe CHANNEL
            disconnect              says goodbye; connect comes back
            quit""";

    static final States<BayeuxShell> STATES = States.of(BayeuxShell.class)
            .start(BayeuxShell::start)
            .on(TYPED, BayeuxShell::typed)
            .on(BECAME, BayeuxShell::became)
            .on(STUCK, (shell, poe) -> shell.end(poe, "the server was not reached in time"));

    private final BayeuxClient client;
    private final String user;
    private final Duration patience; // at the end, for a server that is not there
    private final PrintStream out;
    private final PrintStream err;
    private final Terminal terminal; // or null: the one of this process
    private Session session;
    private BayeuxConnection connection;
    private ReadLine keyboard;
    private Consumer<String> screen;
    private String prompt = "";
    private String home = ""; // the channel that is this client's alone
    private boolean leaving;
    private boolean failed;

    BayeuxShell(Arguments arguments, PrintStream out, PrintStream err, Terminal terminal) {
        this.out = out;
        this.err = err;
        this.terminal = terminal;
        user = arguments.text("user");
        patience = Duration.ofSeconds(arguments.number("timeout"));
        client = BayeuxClient.to(arguments.text("url"))
                .transports(transports(arguments.text("transport")))
                .errorCallback((me, poe, message) ->
                        show("! " + message.channel() + ": " + message.error().orElse("it failed")))
                .onState((me, poe, state) -> poe.post(session, BECAME, state))
                .build();
    }

    private static Transport[] transports(String name) {
        return switch (name) {
            case "websocket" -> new Transport[] {Transport.WEBSOCKET, Transport.LONG_POLLING};
            case "long-polling" -> new Transport[] {Transport.LONG_POLLING};
            default -> new Transport[] {Transport.CALLBACK_POLLING};
        };
    }

    private void start(Context poe) {
        session = poe.session();
        ReadLineBuilder wanted = ReadLine.onTerminal().appName("usher-bayeux").inputEvent(TYPED);
        keyboard = (terminal == null ? wanted : wanted.terminal(terminal)).open(poe);
        // Who reads a pipe wants neither prompts nor what a terminal is told.
        boolean piped = keyboard.lineReader().getTerminal().getType().startsWith(Terminal.TYPE_DUMB);
        prompt = piped ? "" : "> ";
        screen = piped ? out::println : keyboard::put;
        connection = client.start(poe);
        connection.subscribe("/service/*", (me, context, message) -> heard(message));
        connection.init();
        keyboard.get(prompt);
    }

    // ---- what is typed

    private void typed(Context poe, Typed typed) {
        if (typed.end() != Typed.End.ENTER) {
            leave(poe);
            return;
        }
        line(poe, typed.line().orElse(""));
        if (!leaving) {
            keyboard.get(prompt);
        }
    }

    private void line(Context poe, String line) {
        String[] words = line.strip().split("\\s+", 2);
        String rest = words.length == 1 ? "" : words[1];
        try {
            switch (words[0]) {
                case "" -> {
                    // There is nothing to do.
                }
                case "publish" -> publish(rest);
                case "say" -> say(CHANNEL, Map.of("user", user, "chat", rest));
                case "subscribe" -> connection.subscribe(rest, this::heard, (me, context, reply) -> told(reply, rest));
                case "unsubscribe" -> connection.unsubscribe(rest);
                case "disconnect" -> connection.disconnect();
                case "connect" -> connection.init();
                case "quit" -> leave(poe);
                case "help" -> show(HELP);
                default -> show("! there is no command '" + words[0] + "': try help");
            }
        } catch (IllegalArgumentException wrong) { // what cannot be a channel
            show("! " + wrong.getMessage());
        }
    }

    private void publish(String rest) {
        String[] words = rest.split("\\s+", 2);
        if (words.length == 1) {
            show("! publish needs a channel and what to say there: publish /chat/demo {\"chat\":\"hello\"}");
            return;
        }
        say(words[0], data(words[1]));
    }

    private static Object data(String text) {
        try {
            return Json.parse(text);
        } catch (ProtocolException isText) {
            return text;
        }
    }

    private void say(String channel, Object data) {
        connection.publish(channel, data);
    }

    // ---- what comes

    private void heard(BayeuxConnection me, Context poe, BayeuxMessage message) {
        heard(message);
    }

    private void heard(BayeuxMessage message) {
        message.data().ifPresent(data -> show(message.channel() + " " + data));
    }

    private void told(BayeuxMessage reply, String channel) {
        show(
                reply.successful().orElse(false)
                        ? "* subscribed to " + channel
                        : "! " + channel + ": " + reply.error().orElse("it failed"));
    }

    private void show(String text) {
        screen.accept(text.replaceAll("[\\p{Cc}&&[^\\n]]", "?")); // a terminal obeys such
    }

    private void became(Context poe, BayeuxState state) {
        switch (state) {
            case CONNECTED -> {
                show("* connected by " + connection.transport().word() + " as "
                        + connection.clientId().orElse("nobody"));
                goHome();
                if (leaving) {
                    connection.disconnect();
                }
            }
            case UNCONNECTED -> show("* the server is away");
            case DISCONNECTED -> {
                show("* disconnected");
                if (leaving) {
                    end(poe, "");
                }
            }
            default -> {
                // It will go on.
            }
        }
    }

    /** Each handshake gives it another id, and so another channel of its own. */
    private void goHome() {
        String mine = "/private/" + connection.clientId().orElse("nobody");
        if (!mine.equals(home)) {
            if (!home.isEmpty()) {
                connection.unsubscribe(home);
            }
            home = mine;
            connection.subscribe(home, this::heard);
        }
    }

    // ---- the end

    /** What was said before is said to the server, as far as that can be reached. */
    private void leave(Context poe) {
        leaving = true;
        switch (connection.state()) {
            case CONNECTED -> connection.disconnect();
            case DISCONNECTING -> {
                // It is on its way.
            }
            default -> {
                if (connection.queued() == 0 || connection.state() == BayeuxState.DISCONNECTED) {
                    end(poe, "");
                } else {
                    poe.delay(STUCK, patience);
                }
            }
        }
    }

    private void end(Context poe, String why) {
        if (!why.isEmpty()) {
            failed = true;
            err.println("usher-examples: " + why);
        }
        poe.alarmRemoveAll();
        connection.shutdown();
        keyboard.close();
    }

    /** Answers 0 when it has said all, 1 if not; to be asked when the kernel has run. */
    int outcome() {
        return failed ? 1 : 0;
    }

    static int run(Arguments arguments, PrintStream out, PrintStream err) {
        Kernel kernel = new Kernel();
        BayeuxShell shell = new BayeuxShell(arguments, out, err, null);
        kernel.create(STATES, shell);
        kernel.run();
        return shell.outcome();
    }
}
