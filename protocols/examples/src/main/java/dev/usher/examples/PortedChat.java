package dev.usher.examples;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.usher.filters.LineFilter;
import dev.usher.kernel.Call;
import dev.usher.kernel.Context;
import dev.usher.kernel.Event;
import dev.usher.kernel.IoError;
import dev.usher.kernel.Kernel;
import dev.usher.kernel.SignalInfo;
import dev.usher.kernel.States;
import dev.usher.wheel.Opened;
import dev.usher.wheel.ReadWrite;
import dev.usher.wheel.SocketFactory;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** {@code src/main/perl/chat.pl}, a line chat server, handler by handler. */
final class PortedChat {
    static final List<Option> OPTIONS = List.of(Option.number("port", 7031, 0, 65_535));

    /** What a guest says to the others. */
    private record Said(String from, String line) {}

    // the lobby's
    private static final Event<Opened> CONNECTED = Event.named("connected", Opened.class);
    private static final Event<IoError> FAILED = Event.named("failed", IoError.class);
    private static final Call<String, Boolean> ENTER = Call.named("enter", String.class, Boolean.class);
    private static final Event<String> LEAVE = Event.named("leave", String.class);
    private static final Event<Said> TELL = Event.named("tell", Said.class);
    private static final Call<Void, String> WHO = Call.answering("who", String.class);
    private static final Event<SignalInfo> CLOSE = Event.named("close", SignalInfo.class);

    // a guest's
    private static final Event<String> HEARD = Event.named("heard", String.class);
    private static final Event<String> SAY = Event.named("say", String.class);
    private static final Event<Void> BORED = Event.named("bored");
    private static final Event<Void> BYE = Event.named("bye");
    private static final Event<Void> FLUSHED = Event.named("flushed");
    private static final Event<IoError> LOST = Event.named("lost", IoError.class);

    private PortedChat() {}

    /** The lobby listens, knows everybody by name, and passes on what is said. */
    private static final class Lobby {
        static final States<Lobby> STATES = States.of(Lobby.class)
                .start(Lobby::start)
                .on(CONNECTED, (lobby, poe, opened) -> poe.create(Guest.STATES, new Guest(opened)))
                .on(FAILED, Lobby::failed)
                .answer(ENTER, Lobby::enter)
                .on(LEAVE, Lobby::leave)
                .on(TELL, Lobby::tell)
                .answer(WHO, (lobby, poe) -> String.join(" ", lobby.names.keySet()))
                .on(CLOSE, Lobby::close);

        private final int port;
        private final PrintStream out;
        private final Map<String, Long> names = new TreeMap<>(); // session id by name
        private SocketFactory listener;

        Lobby(int port, PrintStream out) {
            this.port = port;
            this.out = out;
        }

        private void start(Context poe) {
            poe.aliasSet("lobby");
            poe.sig("TERM", CLOSE);
            listener = SocketFactory.listen(new InetSocketAddress("127.0.0.1", port))
                    .successEvent(CONNECTED)
                    .failureEvent(FAILED)
                    .open(poe);
            if (listener.localAddress().isPresent()) { // else FAILED is on its way
                out.println("listening on 127.0.0.1:" + listener.port());
            }
        }

        private void failed(Context poe, IoError error) {
            System.err.println("cannot " + error.operation() + ": " + error.text());
            poe.yield(CLOSE);
        }

        /** Answers whether the name could be had; the guest who asks is the sender. */
        private boolean enter(Context poe, String name) {
            if (names.containsKey(name)) {
                return false;
            }
            names.put(name, poe.sender().id());
            poe.yield(TELL, new Said(name, name + " comes in"));
            return true;
        }

        private void leave(Context poe, String name) {
            names.remove(name);
            poe.yield(TELL, new Said(name, name + " goes out"));
        }

        private void tell(Context poe, Said said) {
            names.forEach((name, guest) -> {
                if (!name.equals(said.from())) {
                    poe.post(guest, SAY, said.line());
                }
            });
        }

        private void close(Context poe, SignalInfo info) {
            listener.close();
            poe.aliasRemove("lobby");
            names.values().forEach(guest -> poe.post(guest, BYE));
            poe.sig("TERM");
            poe.sigHandled();
        }
    }

    /** A guest has a connection, and a name when he has said one. */
    private static final class Guest {
        static final States<Guest> STATES = States.of(Guest.class)
                .start(Guest::start)
                .on(HEARD, Guest::heard)
                .on(SAY, (guest, poe, line) -> guest.wheel.put(line)) // a closed wheel drops it
                .on(BORED, (guest, poe) -> poe.yield(BYE))
                .on(BYE, Guest::bye)
                .on(FLUSHED, (guest, poe) -> guest.flushed(poe))
                .on(LOST, (guest, poe, error) -> guest.lost(poe));

        private final Opened opened;
        private ReadWrite<String, String> wheel;
        private String name; // null until it was said
        private long patience;
        private boolean leaving;

        Guest(Opened opened) {
            this.opened = opened;
        }

        private void start(Context poe) {
            wheel = ReadWrite.with(new LineFilter().charset(ISO_8859_1))
                    .inputEvent(HEARD)
                    .errorEvent(LOST)
                    .flushedEvent(FLUSHED)
                    .open(poe, opened.link());
            wheel.put("Who are you?");
            patience = poe.delaySet(BORED, Duration.ofSeconds(60));
        }

        private void heard(Context poe, String line) {
            poe.delayAdjust(patience, Duration.ofSeconds(60));
            if (name == null) {
                if (poe.callOr("lobby", ENTER, line, false)) {
                    name = line;
                    poe.yield(SAY, "Hello, " + line);
                } else {
                    poe.yield(SAY, "There is a " + line + " already");
                }
            } else if (line.equals("who")) {
                poe.yield(SAY, poe.call("lobby", WHO, null));
            } else if (line.equals("quit")) {
                poe.yield(BYE);
            } else {
                poe.post("lobby", TELL, new Said(name, name + ": " + line));
            }
        }

        private void bye(Context poe) {
            if (!leaving) {
                leaving = true;
                wheel.put("Good bye");
            }
        }

        private void flushed(Context poe) {
            if (leaving) {
                poe.yield(LOST);
            }
        }

        private void lost(Context poe) {
            wheel.close();
            poe.alarmRemove(patience);
            if (name != null) {
                poe.post("lobby", LEAVE, name);
                name = null;
            }
        }
    }

    static void start(Kernel kernel, int port, PrintStream out) {
        kernel.create(Lobby.STATES, new Lobby(port, out));
    }

    static int run(Arguments arguments, PrintStream out, PrintStream err) {
        Kernel kernel = new Kernel();
        start(kernel, arguments.number("port"), out);
        kernel.run();
        return 0;
    }
}
