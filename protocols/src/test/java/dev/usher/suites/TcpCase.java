package dev.usher.suites;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.usher.component.tcp.TcpListener;
import dev.usher.filters.LineFilter;
import dev.usher.kernel.Context;
import dev.usher.kernel.Event;
import dev.usher.kernel.IoError;
import dev.usher.kernel.States;
import dev.usher.wheel.Opened;
import dev.usher.wheel.ReadWrite;
import dev.usher.wheel.SocketFactory;
import java.time.Duration;

/** Clients of lines that connect to a server, ask once and count what they are told. */
abstract class TcpCase extends SuiteCase {
    private static final Event<Opened> OPENED = Event.named("opened", Opened.class);
    private static final Event<IoError> FAILED = Event.named("failed", IoError.class);
    private static final Event<String> LINE = Event.named("got_line", String.class);
    private static final Event<IoError> ERROR = Event.named("got_error", IoError.class);
    private static final Event<Void> FLUSHED = Event.named("got_flush");
    private static final Event<Void> LEAVE = Event.named("leave");

    /** What a client does with each line it gets. */
    interface Answer {
        void on(Client client, Context poe, String line);
    }

    /** A client's heap. */
    final class Client {
        final String name;
        private final String question;
        private final LineFilter filter;
        private final Answer answer;
        private SocketFactory factory;
        private ReadWrite<String, String> wheel;

        private Client(String name, String question, LineFilter filter, Answer answer) {
            this.name = name;
            this.question = question;
            this.filter = filter;
            this.answer = answer;
        }

        void put(String line) {
            wheel.put(line);
        }

        void close() {
            wheel.close();
        }

        void leave(Context poe, Duration later) {
            poe.delay(LEAVE, later);
        }

        private void opened(Context poe, Opened opened) {
            factory.close();
            wheel = ReadWrite.with(filter)
                    .inputEvent(LINE)
                    .errorEvent(ERROR)
                    .flushedEvent(FLUSHED)
                    .open(poe, opened.link());
            saw(name + " connected");
            wheel.put(question);
        }

        private void error(Context poe, IoError error) {
            saw(name + " " + error.operation() + " " + error.errno().number());
            wheel.close();
        }
    }

    private final States<Client> states = States.of(Client.class)
            .start((me, poe, arguments) -> me.factory = SocketFactory.connect("127.0.0.1", (Integer) arguments[0])
                    .successEvent(OPENED)
                    .failureEvent(FAILED)
                    .open(poe))
            .on(OPENED, Client::opened)
            .on(FAILED, (me, poe, error) -> saw(me.name + " failed " + error.errno()))
            .on(LINE, (me, poe, line) -> {
                saw(me.name + " got " + line);
                me.answer.on(me, poe, line);
            })
            .on(FLUSHED, (me, poe) -> saw(me.name + " flushed"))
            .on(ERROR, Client::error)
            .on(LEAVE, (me, poe) -> {
                saw(me.name + " leaves");
                me.close();
            });

    final void client(String name, int port, String question, LineFilter filter, Answer answer) {
        kernel.create(states, new Client(name, question, filter, answer), port);
    }

    final void client(String name, int port, String question, Answer answer) {
        client(name, port, question, new LineFilter(), answer);
    }

    final TcpListener listener(long id) {
        return (TcpListener) kernel.idToSession(id).orElseThrow().heap();
    }

    /** How many of the lines seen are this one. */
    final void showsTimes(int times, String line) {
        assertEquals(times, seen.stream().filter(line::equals).count(), line + " in " + seen);
    }
}
