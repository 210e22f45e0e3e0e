package dev.usher.component.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.usher.component.Row;
import dev.usher.filters.LineFilter;
import dev.usher.kernel.Event;
import dev.usher.kernel.IoError;
import dev.usher.kernel.Kernel;
import dev.usher.kernel.KernelBuilder;
import dev.usher.kernel.States;
import dev.usher.kernel.Trace;
import dev.usher.simulation.SimulatedClient;
import dev.usher.simulation.SimulatedNetwork;
import dev.usher.wheel.Opened;
import dev.usher.wheel.ReadWrite;
import dev.usher.wheel.SocketFactory;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the component costs beside the same echo out of wheels: for a line not one system call, not one event and not
 * one byte. What time that takes is for the benchmarks, which have both over real sockets ({@code wheels} and
 * {@code usher}): a build would measure its neighbours.
 */
class BesideWheelsTest {
    private static final int PORT = 9000;
    private static final int BURSTS = 2_000;
    private static final int ROUNDS = 10;
    private static final byte[] LINE = ("x".repeat(62) + "\r\n").getBytes();
    private static final Event<Opened> ACCEPTED = Event.named("accepted", Opened.class);
    private static final Event<IoError> FAILED = Event.named("failed", IoError.class);
    private static final Event<String> INPUT = Event.named("line", String.class);
    private static final Event<Void> FLUSHED = Event.named("flushed");
    private static final Event<IoError> ERROR = Event.named("error", IoError.class);

    /** A server with one client that says bursts of lines and waits for each to come back. */
    private static final class Side {
        private final SimulatedNetwork network = new SimulatedNetwork(1);
        private final CountedNetwork counted = new CountedNetwork(network);
        private final Kernel kernel;
        private final byte[] burst;
        private final SimulatedClient client;
        private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        private long allocated;

        Side(int lines, KernelBuilder shape, Consumer<Kernel> server) {
            kernel = shape.network(counted).build();
            burst = new byte[lines * LINE.length];
            for (int i = 0; i < burst.length; i++) {
                burst[i] = LINE[i % LINE.length];
            }
            network.clock().runUntil(0); // a poll that finds nothing comes back
            server.accept(kernel);
            client = network.connect(PORT);
        }

        void talk() {
            talk(BURSTS);
        }

        void talk(int bursts) {
            long bytes = 0;
            for (int i = 0; i < bursts; i++) {
                client.send(burst);
                int missing = burst.length;
                long before = threads.getCurrentThreadAllocatedBytes();
                while (missing > 0) {
                    kernel.runOneTimeslice();
                    missing -= client.takeReceived().length();
                }
                bytes += threads.getCurrentThreadAllocatedBytes() - before;
                assertEquals(0, missing);
            }
            allocated = bytes;
        }
    }

    private static void component(Kernel kernel) {
        TcpServer.at(PORT).clientInput((client, poe, line) -> client.put(line)).start(kernel);
    }

    /** A connection out of wheels. */
    private static final class Connection {
        static final States<Connection> STATES = States.of(Connection.class)
                .start((me, poe, arguments) -> me.wheel = ReadWrite.with(new LineFilter())
                        .inputEvent(INPUT)
                        .errorEvent(ERROR)
                        .flushedEvent(FLUSHED)
                        .open(poe, ((Opened) arguments[0]).link()))
                .on(INPUT, (me, poe, line) -> me.wheel.put(line))
                .on(FLUSHED, (me, poe) -> me.flushed())
                .on(ERROR, (me, poe, error) -> me.wheel.close());

        private ReadWrite<String, String> wheel;
        private boolean shutdown; // as whoever ends connections must know, and the component does

        private void flushed() {
            if (shutdown) {
                wheel.close();
            }
        }
    }

    private static void wheels(Kernel kernel) {
        kernel.create(
                States.of(Object.class)
                        .start((me, poe) -> SocketFactory.listen(new InetSocketAddress(PORT))
                                .successEvent(ACCEPTED)
                                .failureEvent(FAILED)
                                .open(poe))
                        .on(ACCEPTED, (me, poe, opened) -> poe.create(Connection.STATES, new Connection(), opened)),
                null);
    }

    @Row("T140")
    @ParameterizedTest
    @ValueSource(ints = {1, 16})
    void shouldCostNoMoreThanWheelsForEachLine(int lines) {
        Side wheels = new Side(lines, Kernel.builder(), BesideWheelsTest::wheels);
        Side component = new Side(lines, Kernel.builder(), BesideWheelsTest::component);
        for (int i = 0; i < ROUNDS; i++) { // whatever is made once is made now
            wheels.talk();
            component.talk();
        }

        CountedNetwork.Calls wheelsBefore = wheels.counted.calls();
        wheels.talk();
        CountedNetwork.Calls componentBefore = component.counted.calls();
        component.talk();

        CountedNetwork.Calls calls = component.counted.calls().since(componentBefore);
        assertEquals(wheels.counted.calls().since(wheelsBefore), calls);
        assertEquals(BURSTS, calls.writes());
        long more = component.allocated - wheels.allocated;
        assertTrue(more < BURSTS * lines, more + " bytes more in " + BURSTS * lines + " lines: not one object each");
    }

    @Row("T140")
    @ParameterizedTest
    @ValueSource(ints = {1, 16})
    void shouldDispatchNoMoreEventsThanWheelsForEachLine(int lines, @TempDir Path folder) throws IOException {
        long wheels = events(lines, folder.resolve("wheels"), BesideWheelsTest::wheels);
        long component = events(lines, folder.resolve("component"), BesideWheelsTest::component);

        assertEquals(wheels, component);
        assertTrue(component >= 10 * lines, component + " events in " + 10 * lines + " lines");
    }

    /** How many lines the trace has for ten bursts, once there is a connection. */
    private static long events(int lines, Path file, Consumer<Kernel> server) throws IOException {
        Side side = new Side(lines, Kernel.builder().trace(Trace.EVENTS).traceFile(file), server);
        side.talk(1);
        long before = Files.readAllLines(file).size();
        side.talk(10);
        return Files.readAllLines(file).size() - before;
    }
}
