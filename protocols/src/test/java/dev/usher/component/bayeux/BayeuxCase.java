package dev.usher.component.bayeux;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.usher.component.log.Logs;
import dev.usher.filters.bayeux.BayeuxMessage;
import dev.usher.kernel.Context;
import dev.usher.kernel.Event;
import dev.usher.kernel.Kernel;
import dev.usher.kernel.Session;
import dev.usher.kernel.States;
import dev.usher.simulation.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A simulation with a Bayeux server on port 8080, and a log of what its Callback was told. */
abstract class BayeuxCase {
    static final int PORT = 8080;
    static final Event<Runnable> DO = Event.named("do", Runnable.class);

    final List<String> log = new ArrayList<>();
    Simulation simulation;
    Kernel kernel;
    private Context within; // of the local session whose turn it is

    @BeforeEach
    final void open() {
        simulation = Simulation.seeded(1);
        kernel = simulation.kernel();
        Logs.clear();
    }

    @AfterEach
    final void close() {
        simulation.close();
    }

    /** Holds connects for 30 s and forgets after 10 s. */
    static BayeuxServerBuilder server() {
        return BayeuxServer.at(PORT).random(new Random(1));
    }

    final BayeuxServerBuilder logged() {
        return server().callback(event -> log.add(words(event)));
    }

    static String words(ServerEvent event) {
        StringBuilder words = new StringBuilder(event.event());
        event.clientId().ifPresent(id -> words.append(' ').append(id.length() == 26 ? "ID" : id));
        event.channel().ifPresent(channel -> words.append(' ').append(channel));
        event.ip().ifPresent(ip -> words.append(' ').append(ip));
        event.session().ifPresent(session -> words.append(" session"));
        event.message()
                .flatMap(BayeuxMessage::data)
                .ifPresent(data -> words.append(' ').append(data));
        return words.toString();
    }

    final BayeuxListener running() {
        return (BayeuxListener) kernel.aliasResolve("bayeux").orElseThrow().heap();
    }

    final void run() {
        simulation.runUntilIdle();
    }

    final void advance(double seconds) {
        simulation.advance(Duration.ofNanos((long) (seconds * 1e9)));
    }

    final Caller caller() {
        Caller caller = new Caller(this, simulation.connect(PORT));
        run();
        return caller;
    }

    /** One that has shaken hands and connected once. */
    final Caller client() {
        Caller caller = caller();
        caller.handshake();
        assertEquals("true", caller.connect().replaceAll(".*'successful':(true|false).*", "$1"));
        return caller;
    }

    final Talker talker() {
        return new Talker(this);
    }

    /** A session that logs what it is told, and does what a test says. */
    final Session local(String alias, Event<BayeuxMessage> state) {
        return kernel.create(
                States.of(Object.class)
                        .start((heap, poe) -> poe.aliasSet(alias))
                        .on(
                                state,
                                (heap, poe, message) -> log.add(alias + " " + message.channel() + " "
                                        + message.data().map(Object::toString).orElse("-")
                                        + message.clientId()
                                                .map(id -> " from " + (id.length() == 26 ? "ID" : id))
                                                .orElse("")))
                        .on(DO, (heap, poe, action) -> {
                            within = poe;
                            action.run();
                            within = null;
                        }),
                null);
    }

    /** Posts to the server from a local session. */
    final <T> void post(String from, Event<T> event, T payload) {
        kernel.post(from, DO, () -> within.post("bayeux", event, payload));
        run();
    }

    final void end(String alias) {
        kernel.post(alias, DO, () -> within.aliasRemove(alias));
        run();
    }

    final void assertLog(String... lines) {
        assertEquals(List.of(lines), log);
        log.clear();
    }
}
