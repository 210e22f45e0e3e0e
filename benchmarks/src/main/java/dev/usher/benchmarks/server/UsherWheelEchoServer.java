package dev.usher.benchmarks.server;

import dev.usher.benchmarks.measure.Options;
import dev.usher.filters.LineFilter;
import dev.usher.kernel.Context;
import dev.usher.kernel.Event;
import dev.usher.kernel.IoError;
import dev.usher.kernel.Kernel;
import dev.usher.kernel.States;
import dev.usher.wheel.Opened;
import dev.usher.wheel.ReadWrite;
import dev.usher.wheel.SocketFactory;
import java.net.InetSocketAddress;

/** The same echo out of two kinds of wheels, without the component: what the component costs. One thread. */
public final class UsherWheelEchoServer {
    private static final Event<Opened> ACCEPTED = Event.named("accepted", Opened.class);
    private static final Event<IoError> FAILED = Event.named("failed", IoError.class);
    private static final Event<String> LINE = Event.named("line", String.class);
    private static final Event<IoError> ERROR = Event.named("error", IoError.class);

    /** A connection's heap. */
    private static final class Connection {
        static final States<Connection> STATES = States.of(Connection.class)
                .start((me, poe, arguments) -> me.open(poe, (Opened) arguments[0]))
                .on(LINE, (me, poe, line) -> me.wheel.put(line))
                .on(ERROR, (me, poe, error) -> me.wheel.close());

        private ReadWrite<String, String> wheel;

        private void open(Context poe, Opened opened) {
            wheel = ReadWrite.with(new LineFilter())
                    .inputEvent(LINE)
                    .errorEvent(ERROR)
                    .open(poe, opened.link());
        }
    }

    private UsherWheelEchoServer() {}

    public static void main(String[] arguments) {
        Options options = Options.of(arguments, "port", "0");
        Kernel kernel = new Kernel();
        kernel.create(
                States.of(Object.class)
                        .start((me, poe) -> {
                            SocketFactory listener = SocketFactory.listen(
                                            new InetSocketAddress("127.0.0.1", options.number("port")))
                                    .backlog(4_096)
                                    .successEvent(ACCEPTED)
                                    .failureEvent(FAILED)
                                    .open(poe);
                            System.out.println("listening on 127.0.0.1:" + listener.port());
                        })
                        .on(ACCEPTED, (me, poe, opened) -> poe.create(Connection.STATES, new Connection(), opened))
                        .on(FAILED, (me, poe, error) -> System.err.println(error)),
                null);
        kernel.run();
    }
}
