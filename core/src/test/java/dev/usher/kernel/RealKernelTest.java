package dev.usher.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.usher.network.ListenLink;
import dev.usher.recorder.FlightRecorder;
import dev.usher.simulation.Simulation;
import dev.usher.wheel.Opened;
import dev.usher.wheel.SocketFactory;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What only the machine itself can show: its signals, its handles, its clock. */
class RealKernelTest {
    private static final Event<Void> GO = Event.named("go");
    private static final Event<Opened> ACCEPTED = Event.named("accepted", Opened.class);
    private static final Event<IoError> REFUSED = Event.named("refused", IoError.class);
    private static final Event<SignalInfo> HANGUP = Event.named("hangup", SignalInfo.class);
    private static final Event<Selected> READY = Event.named("ready", Selected.class);
    private static final Path HANDLES = Path.of("/proc/self/fd");

    private final List<String> seen = new ArrayList<>();

    @Test
    void shouldHandleASignalOfTheOperatingSystem() {
        Kernel kernel = new Kernel();
        States<Object> states = States.of(Object.class)
                .start((me, poe) -> {
                    poe.sig("HUP", HANGUP, "extra");
                    poe.delay(GO, Duration.ofSeconds(20));
                    raise("HUP");
                })
                .on(GO, (me, poe) -> seen.add("too late"))
                .on(HANGUP, (me, poe, info) -> {
                    seen.add(info.name() + " " + info.extra() + " from " + poe.sender());
                    poe.sigHandled();
                    poe.alarmRemoveAll();
                });
        kernel.create(states, null);

        kernel.run();

        assertEquals(List.of("HUP extra from the kernel"), seen);
    }

    /** Sends this very process a signal; the test is skipped where that cannot be done or would end the process. */
    private static void raise(String signal) {
        try {
            Class.forName("sun.misc.Signal");
            long pid = ProcessHandle.current().pid();
            int status =
                    new ProcessBuilder("kill", "-" + signal, "" + pid).start().waitFor();
            assumeTrue(status == 0, "skipped: kill answered " + status);
        } catch (IOException | ClassNotFoundException | InterruptedException e) {
            assumeTrue(false, "skipped: this system has no " + e.getMessage());
        }
    }

    @Test
    void shouldGiveASignalBackWhenNobodyHandlesItAnyMore() {
        Kernel kernel = new Kernel();
        States<Object> states = States.of(Object.class)
                .sig("HUP", (me, poe, info) -> {
                    seen.add("handled");
                    poe.sigHandled();
                })
                .start((me, poe) -> poe.delay(GO, Duration.ofSeconds(20)))
                .on(GO, (me, poe) -> raise("HUP"));
        Session first = kernel.create(states, null);
        kernel.create(states, null);

        kernel.sessions.stop(first);
        kernel.signals.unwatch(first, "HUP"); // once more does no harm
        Session second = kernel.idToSession(2).orElseThrow();
        kernel.call(second, GO);
        while (seen.isEmpty()) {
            kernel.runOneTimeslice();
        }
        kernel.close();

        assertEquals(List.of("handled"), seen);
    }

    @Test
    void shouldListenNoLongerOnceItsLastLinkIsClosedThoughItNeverWaits() throws IOException {
        Kernel kernel = new Kernel();
        ListenLink listener = kernel.network().listen(new InetSocketAddress("127.0.0.1", 0), 5);
        SocketAddress address = listener.localAddress();
        int[] turns = {0};
        States<Object> states = States.of(Object.class)
                .start((me, poe) -> {
                    poe.selectRead(listener, READY, null);
                    poe.yield(GO);
                })
                .on(GO, (me, poe) -> {
                    turns[0]++;
                    if (turns[0] == Loop.EVENTS_BETWEEN_POLLS) { // the poller knows it by now
                        listener.close();
                    }
                    if (turns[0] < 4 * Loop.EVENTS_BETWEEN_POLLS) {
                        poe.yield(GO); // so that nothing has to be waited for
                    } else {
                        assertThrows(ConnectException.class, () -> SocketChannel.open(address));
                        seen.add("refused");
                    }
                });
        kernel.create(states, null);

        kernel.run();

        assertEquals(List.of("refused"), seen);
    }

    @Test
    void shouldOpenNoHandlesToCountAndReleaseThoseItHadToOpen() throws IOException {
        assumeTrue(Files.isDirectory(HANDLES), "skipped: there is no " + HANDLES);
        Kernel warm = new Kernel();
        warm.create(States.of(Object.class).start((me, poe) -> poe.delay(GO, Duration.ofMillis(1))), null);
        warm.run(); // loads what the JDK keeps open
        Set<String> before = handles();

        List<Kernel> kernels = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            Kernel kernel = new Kernel();
            kernel.create(States.of(Object.class).start((me, poe) -> poe.yield(GO)), null);
            kernels.add(kernel);
            if (i % 2 == 0) {
                kernel.create(States.of(Object.class).start((me, poe) -> poe.delay(GO, Duration.ofMillis(1))), null);
            }
            kernel.run();
            assertTrue(!kernel.pollers.isOpen());
        }

        Set<String> more = handles();
        more.removeAll(before); // not counted: a test before this one may have left some that are closed meanwhile
        assertEquals(Set.of(), more);
        assertEquals(50, kernels.size());
    }

    /** Number and kind of each that is no file: files the JDK opens when it likes, these only for whoever asks. */
    private static Set<String> handles() throws IOException {
        Set<String> open = new TreeSet<>();
        try (DirectoryStream<Path> handles = Files.newDirectoryStream(HANDLES)) {
            for (Path handle : handles) {
                String kind = kind(handle);
                if (!kind.startsWith("/")) {
                    open.add(handle.getFileName() + " " + kind);
                }
            }
        }
        return open;
    }

    private static String kind(Path handle) throws IOException {
        try {
            return Files.readSymbolicLink(handle).toString();
        } catch (NoSuchFileException closed) {
            return "/"; // since it was listed
        }
    }

    @Test
    void shouldNeverFireATimerEarly() {
        Kernel kernel = new Kernel();
        long[] begin = new long[1];
        States<Object> states = States.of(Object.class)
                .start((me, poe) -> poe.yield(GO))
                .on(GO, (me, poe) -> {
                    if (begin[0] == 0) {
                        begin[0] = System.nanoTime();
                        poe.alarm(GO, poe.kernel().clock().wallTime().plusMillis(5), null);
                    } else {
                        assertTrue(
                                System.nanoTime() - begin[0] >= 4_900_000); // the two clocks of a machine differ a bit
                        seen.add("fired");
                    }
                });
        kernel.create(states, null);

        kernel.run();

        assertEquals(List.of("fired"), seen);
    }

    @Test
    void shouldFindWorkBySpinning() {
        Kernel kernel = Kernel.builder().spin(Duration.ofMillis(2)).build();
        States<Object> states = States.of(Object.class)
                .start((me, poe) -> poe.delay(GO, Duration.ofMillis(1)))
                .on(GO, (me, poe) -> {
                    seen.add("go");
                    if (seen.size() < 3) {
                        poe.delay(GO, Duration.ofMillis(seen.size() * 3));
                    }
                });
        kernel.create(states, null);

        kernel.run();

        assertEquals(List.of("go", "go", "go"), seen);
    }

    @Test
    void shouldSleepBeforeItPollsAgainWhenItGathersAndIsBusy() throws IOException {
        Duration gather = Duration.ofMillis(40);
        Kernel kernel = Kernel.builder().gather(gather).build();
        List<SocketChannel> clients = new ArrayList<>();
        long[] accepted = new long[2];
        SocketFactory[] listener = new SocketFactory[1];
        States<Object> states = States.of(Object.class)
                .start((me, poe) -> {
                    listener[0] = SocketFactory.listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                            .successEvent(ACCEPTED)
                            .failureEvent(REFUSED)
                            .open(poe);
                    connect(clients, listener[0]);
                })
                .on(ACCEPTED, (me, poe, opened) -> {
                    accepted[clients.size() - 1] = System.nanoTime();
                    opened.link().close();
                    poe.yield(GO);
                })
                .on(GO, (me, poe) -> {
                    if (clients.size() == 1) {
                        connect(clients, listener[0]);
                    } else {
                        listener[0].close();
                    }
                });
        kernel.create(states, null);

        kernel.run();

        assertTrue(accepted[1] - accepted[0] >= gather.toNanos());
        for (SocketChannel client : clients) {
            client.close();
        }
    }

    private static void connect(List<SocketChannel> clients, SocketFactory listener) throws IOException {
        clients.add(SocketChannel.open(listener.localAddress().orElseThrow()));
    }

    @Test
    void shouldRefuseToGatherWhereThatCannotBe() {
        Duration time = Duration.ofNanos(1);

        assertThrows(IllegalArgumentException.class, () -> Kernel.builder().gather(time.negated()));
        assertThrows(
                IllegalStateException.class,
                () -> Kernel.builder().gather(time).spin(time).build());
        assertThrows(
                IllegalStateException.class,
                () -> Kernel.builder()
                        .gather(time)
                        .seams(FlightRecorder.keeping(1))
                        .build());
        assertThrows(IllegalStateException.class, () -> Simulation.seeded(1, builder -> builder.gather(time)));
    }
}
