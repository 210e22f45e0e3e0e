package dev.usher.wheel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.kernel.Context;
import dev.usher.kernel.Event;
import dev.usher.kernel.IoError;
import dev.usher.kernel.Kernel;
import dev.usher.kernel.KernelDump;
import dev.usher.kernel.KernelDump.WheelDump;
import dev.usher.kernel.States;
import dev.usher.kernel.Trace;
import dev.usher.kernel.Watch;
import dev.usher.kernel.Watcher;
import dev.usher.network.DatagramLink;
import dev.usher.network.StreamLink;
import dev.usher.simulation.Simulation;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Wheels as a kernel's dump shows them. */
class DumpedWheelsTest {
    private static final InetSocketAddress ADDRESS = new InetSocketAddress("127.0.0.1", 9000);
    private static final Event<Opened> OPENED = Event.named("opened", Opened.class);
    private static final Event<DatagramLink> BOUND = Event.named("bound", DatagramLink.class);
    private static final Event<IoError> FAILED = Event.named("failed", IoError.class);
    private static final Event<String> LINE = Event.named("line", String.class);

    private Simulation simulation = Simulation.seeded(1);
    private Kernel kernel = simulation.kernel();

    @AfterEach
    void close() {
        simulation.close();
    }

    private void session(Consumer<Context> start) {
        kernel.create(States.of(Object.class).start((me, poe) -> start.accept(poe)), null);
    }

    private static SocketFactory listen(Context poe) {
        return SocketFactory.listen(ADDRESS)
                .successEvent(OPENED)
                .failureEvent(FAILED)
                .open(poe);
    }

    private String said() {
        return kernel.dump().sessions().stream()
                .flatMap(session -> session.wheels().stream())
                .map(WheelDump::toString)
                .collect(Collectors.joining("\n"));
    }

    private ReadWrite<String, String> talking;

    private void talk() {
        kernel.create(
                States.of(Object.class)
                        .start((me, poe) -> listen(poe))
                        .on(
                                OPENED,
                                (me, poe, opened) -> talking = ReadWrite.with(new Lines())
                                        .inputEvent(LINE)
                                        .open(poe, opened.link())),
                null);
        simulation.connect(9000);
        simulation.runUntilIdle();
    }

    @Test
    void shouldTellIdKindSessionAndLinksOfEachWheel() {
        session(poe -> poe.aliasSet("another"));
        talk();

        KernelDump.SessionDump dump = kernel.dump().session(2).orElseThrow();

        WheelDump listener = dump.wheels().get(0);
        assertEquals(1, listener.id());
        assertEquals("SocketFactory", listener.kind());
        assertEquals(2, listener.session());
        assertEquals("a listener at 127.0.0.1:9000", listener.links().get(0).link());
        WheelDump connection = dump.wheels().get(1);
        assertEquals(talking.id(), connection.id());
        assertEquals("ReadWrite", connection.kind());
        assertTrue(connection.links().get(0).reading());
        assertEquals(List.of(), kernel.dump().session(1).orElseThrow().wheels());
    }

    @Test
    void shouldShowAWheelOnOneLine() {
        talk();

        List<String> lines = kernel.dump().toString().lines().toList();

        assertEquals("the kernel", lines.get(0));
        assertEquals("  session 1 lives by 2 watched links", lines.get(1));
        assertEquals("    wheel SocketFactory 1 watches a listener at 127.0.0.1:9000 for reading", lines.get(2));
        assertTrue(
                lines.get(3).startsWith("    wheel ReadWrite 2 watches a connection from 127.0.0.1:9000 to 127.0.0.1:"),
                lines.get(3));
        assertEquals(4, lines.size());
    }

    @Test
    void shouldForgetAWheelThatIsClosed() {
        talk();

        talking.close();

        assertEquals("wheel SocketFactory 1 watches a listener at 127.0.0.1:9000 for reading", said());
    }

    @Test
    void shouldTellThatAWheelIsPaused() {
        talk();

        talking.pauseInput();

        assertTrue(said().endsWith(" (paused)"), said());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldTellOfOutputThatWaitsWhetherOrNotSomebodyLooksOn(boolean observed) {
        if (observed) {
            simulation = Simulation.seeded(1, builder -> builder.trace(Trace.CAUSES));
            kernel = simulation.kernel();
        }
        talk();

        talking.put("hello");

        assertTrue(said().endsWith("for reading, has output"), said());
        assertEquals(1, kernel.dump().session(1).orElseThrow().reasons().get(KernelDump.Reason.OUTPUT));
    }

    @Test
    void shouldTellWhichFileIsFollowedAndWhenItIsLookedAtAgain() {
        session(poe -> FollowTail.with(new Lines())
                .inputEvent(LINE)
                .pollInterval(Duration.ofSeconds(5))
                .open(poe, Path.of("app.log")));
        simulation.runUntilIdle();

        assertEquals("wheel FollowTail 1 looks at app.log in 5.0 s", said());
        assertEquals(1, kernel.dump().session(1).orElseThrow().wheels().get(0).session());
    }

    @Test
    void shouldTellAllStreamsOfAChildAsOneWheel() {
        simulation.processes().program("it", child -> {});
        session(poe -> Run.with(new Lines(), new Lines())
                .program("it")
                .stdoutEvent(LINE)
                .stderrEvent(LINE)
                .open(poe));

        WheelDump run = kernel.dump().session(1).orElseThrow().wheels().get(0);

        assertEquals("Run", run.kind());
        assertEquals(3, run.links().size());
        assertEquals(1, kernel.dump().session(1).orElseThrow().wheels().size());
    }

    @Test
    void shouldTellOfADatagramSocketThatIsStillToBeOpened() {
        session(poe -> SocketFactory.datagrams(53)
                .successEvent(BOUND)
                .failureEvent(FAILED)
                .open(poe));

        assertEquals("wheel DatagramFactory 1 is called in 0.0 s", said());
    }

    /** A wheel as a program may write its own. */
    private static final class Ear extends Wheel implements Watcher {
        private final Watch watch;

        Ear(Context poe, StreamLink link) {
            super(poe);
            watch = poe.watch(link, this);
            watch.read(true);
        }

        @Override
        public void onReadable(Context poe) {}

        @Override
        public void onWritable(Context poe) {}

        @Override
        public void onSessionEnd() {}

        @Override
        public void close() {
            watch.close();
        }
    }

    @Test
    void shouldTellOfWheelsOfTheProgramsOwn() {
        kernel.create(
                States.of(Object.class)
                        .start((me, poe) -> listen(poe))
                        .on(OPENED, (me, poe, opened) -> new Ear(poe, opened.link())),
                null);
        simulation.connect(9000);
        simulation.runUntilIdle();

        assertTrue(said().contains("wheel Ear 2 watches a connection from 127.0.0.1:9000 to "), said());
    }

    @Test
    void shouldNameTheWheelOfConnectionsThatShakeHands() {
        session(poe -> SocketFactory.listen(ADDRESS)
                .tls(TlsFiles.localhost().define())
                .successEvent(OPENED)
                .failureEvent(FAILED)
                .open(poe));
        simulation.connect(9000);
        simulation.runUntilIdle();

        WheelDump listener = kernel.dump().session(1).orElseThrow().wheels().get(0);

        assertEquals("SocketFactory", listener.kind());
        assertEquals(2, listener.links().size());
    }
}
