package dev.usher.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.network.ListenLink;
import dev.usher.simulation.Simulation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a kernel tells about its work when it is asked to, and where events come from then. */
class TracingTest {
    private static final Event<String> SAY = Event.named("say", String.class);
    private static final Call<String, String> ASK = Call.named("ask", String.class, String.class);
    private static final Event<Void> GO = Event.named("go");
    private static final Event<SignalInfo> SIGNALLED = Event.named("signalled", SignalInfo.class);
    private static final Event<Selected> READ = Event.named("read", Selected.class);
    private static final Event<PostbackArgs> BACK = Event.named("back", PostbackArgs.class);

    @TempDir
    Path folder;

    private final List<String> seen = new ArrayList<>();

    private Simulation tracing(Trace... what) {
        return Simulation.seeded(1, builder -> builder.trace(what).traceFile(file()));
    }

    private Path file() {
        return folder.resolve("trace");
    }

    /** The lines so far, with the numbers of this file's lines taken off. */
    private List<String> lines() throws IOException {
        return Files.readAllLines(file()).stream()
                .map(line -> line.replaceAll("TracingTest.java:\\d+", "here"))
                .toList();
    }

    /** The line of the caller's call, in this file. */
    private static int line() {
        return StackWalker.getInstance()
                .walk(frames -> frames.skip(1).findFirst().orElseThrow().getLineNumber());
    }

    private void note(Context poe) {
        seen.add(poe.event() + " "
                + poe.callerLine().map(StackTraceElement::getLineNumber).orElse(0));
    }

    @Test
    void shouldKnowTheLineThatSentAnEventWhenEventsAreTraced() {
        Kernel kernel = tracing(Trace.EVENTS).kernel();
        int[] lines = new int[4];
        States<Object> states = States.of(Object.class)
                .start((me, poe) -> {
                    poe.yield(SAY, "a");
                    lines[0] = line() - 1;
                    poe.delay(GO, Duration.ofSeconds(1));
                    lines[1] = line() - 1;
                    poe.call(poe.session(), ASK, "b");
                    lines[2] = line() - 1;
                })
                .on(SAY, (me, poe, text) -> note(poe))
                .on(GO, (me, poe) -> note(poe))
                .answer(ASK, (me, poe, text) -> {
                    note(poe);
                    return text;
                });
        kernel.post(kernel.create(states, null), SAY, "c");
        lines[3] = line() - 1;

        kernel.run();

        assertEquals(List.of("ask " + lines[2], "say " + lines[0], "say " + lines[3], "go " + lines[1]), seen);
    }

    @Test
    void shouldKnowNoLineWhereNothingIsTracedOrNoLineHasSentIt() {
        States<Object> states = States.of(Object.class)
                .start((me, poe) -> poe.yield(SAY, "a"))
                .on(SAY, (me, poe, text) -> seen.add("" + poe.callerLine()))
                .stop((me, poe) -> seen.add("" + poe.callerLine()));

        Kernel silent = Simulation.seeded(1).kernel();
        silent.create(states, null);
        silent.run();
        Kernel tracing = tracing(Trace.EVENTS).kernel();
        tracing.create(states, null);
        tracing.run();

        assertEquals("Optional.empty", seen.get(0));
        assertEquals("Optional.empty", seen.get(1));
        assertTrue(seen.get(2).contains("TracingTest.java"), seen.get(2));
        assertEquals("Optional.empty", seen.get(3), "a sweep has ended it");
    }

    @Test
    void shouldKnowTheLineOfAnotherThread() throws InterruptedException {
        Kernel kernel = Kernel.builder().trace(Trace.EVENTS).traceFile(file()).build();
        Postback[] postback = new Postback[1];
        int[] lines = new int[2];
        Session session = kernel.create(
                States.of(Object.class)
                        .start((me, poe) -> postback[0] = poe.postbackOnce(BACK))
                        .on(SAY, (me, poe, text) -> note(poe))
                        .on(BACK, (me, poe, arguments) -> note(poe)),
                null);
        Thread other = new Thread(() -> {
            kernel.postFromAnyThread(session, SAY, "a");
            lines[0] = line() - 1;
            postback[0].post();
            lines[1] = line() - 1;
        });

        other.start();
        other.join();
        kernel.run();

        assertEquals(List.of("say " + lines[0], "back " + lines[1]), seen);
    }

    @Test
    void shouldNameTheLineInADeath() {
        Kernel kernel = tracing(Trace.EVENTS).kernel();
        int[] line = new int[1];
        kernel.create(
                States.of(Object.class)
                        .start((me, poe) -> {
                            poe.yield(SAY, "a");
                            line[0] = line() - 1;
                        })
                        .on(SAY, (me, poe, text) -> {
                            throw new IllegalStateException("boom");
                        })
                        .sig("DIE", (me, poe, info) -> {
                            seen.add(info.death().where());
                            poe.sigHandled();
                        }),
                null);

        kernel.run();

        assertEquals(
                List.of("event 'say' sent by session 1 in its '_start' at TracingTest.java:" + line[0]
                        + " to session 1"),
                seen);
    }

    @Test
    void shouldNameNoLineInTheDeathOfAWatcher() throws IOException {
        Simulation simulation = tracing(Trace.EVENTS);
        Kernel kernel = simulation.kernel();
        ListenLink listener = simulation.network().listen(new InetSocketAddress("127.0.0.1", 9000), 5);
        simulation.connect(9000);
        List<Optional<StackTraceElement>> lines = new ArrayList<>();
        kernel.create(
                States.of(Object.class)
                        .start((me, poe) -> poe.watch(listener, new Throwing()).read(true))
                        .sig("DIE", (me, poe, info) -> {
                            lines.add(info.death().line());
                            listener.close();
                            poe.sigHandled();
                        }),
                null);

        kernel.run();

        assertEquals(List.of(Optional.empty()), lines);
    }

    private static final class Throwing implements Watcher {
        @Override
        public void onReadable(Context poe) {
            throw new IllegalStateException("boom");
        }

        @Override
        public void onWritable(Context poe) {}

        @Override
        public void onSessionEnd() {}
    }

    @Test
    void shouldCarryPayloadsUnchangedWhileTheyAreTraced() {
        Kernel kernel = tracing(Trace.EVENTS).kernel();
        kernel.create(
                States.of(Object.class)
                        .start((me, poe) -> {
                            poe.yield(Event.any("unknown"), 7);
                            poe.deliverLater(SAY, "of a wheel", 3);
                            poe.alarmSet(SAY, VirtualStart.plus(60), "never");
                            poe.delaySet(SAY, Duration.ofSeconds(1), "timer");
                            seen.add(""
                                    + poe.alarmTake(poe.delaySet(SAY, Duration.ofSeconds(5), "taken"))
                                            .value()
                                            .payload());
                            poe.delay(GO, Duration.ofSeconds(2));
                        })
                        .on(SAY, (me, poe, text) -> seen.add(text + " " + poe.wheelId()))
                        .on(
                                GO,
                                (me, poe) -> seen.add(
                                        "" + poe.alarmRemoveAll().get(0).payload()))
                        .otherwise((me, poe, unhandled) -> seen.add(unhandled.event() + " " + unhandled.payload()))
                        .stop((me, poe) -> {}),
                null);

        kernel.run();

        assertEquals(List.of("taken", "unknown 7", "of a wheel 3", "timer 0", "never"), seen);
    }

    /** Times of the virtual clock. */
    private static final class VirtualStart {
        static java.time.Instant plus(int seconds) {
            return dev.usher.simulation.VirtualClock.START.plusSeconds(seconds);
        }
    }

    @Test
    void shouldTellOfEventsSessionsAndSignalsByPoesTags() throws IOException {
        Kernel kernel = tracing(Trace.EVENTS, Trace.SESSIONS, Trace.SIGNALS, Trace.DESTROY)
                .kernel();
        Session session = kernel.create(
                States.of(Object.class)
                        .start((me, poe) -> {
                            poe.sig("S", SIGNALLED);
                            poe.delay(GO, Duration.ofSeconds(1));
                        })
                        .on(SIGNALLED, (me, poe, info) -> seen.add(info.name()))
                        .on(GO, (me, poe) -> seen.add("go")),
                "the heap");

        kernel.signal(session, "S", 1);
        kernel.run();

        assertEquals(
                List.of(
                        "<ss> the kernel gets session 1",
                        "<ev> session 1 gets '_start' from the kernel at here",
                        "<ev> set timer 4294967296 for 'go' of session 1 at here",
                        "<ev> posted '_garbage_collect' from the kernel to session 1 at here",
                        "<ev> posted '_signal' from the kernel to session 1 at here",
                        "<sg> S [1] to session 1 reaches [session 1]",
                        "<ev> session 1 gets 'signalled' from the kernel",
                        "<ev> session 1 gets 'go' from session 1 in its '_start' at here",
                        "<ev> session 1 gets '_stop' from the kernel",
                        "<ss> session 1 has ended",
                        "<ss> session 1 leaves its heap the heap",
                        "<ev> posted '_signal' from the kernel to the kernel",
                        "<sg> IDLE [] to the kernel reaches [the kernel]",
                        "<sg> IDLE ends [the kernel]"),
                lines());
    }

    @Test
    void shouldTellOfLinksReferencesAndErrorsByPoesTags() throws IOException {
        Simulation simulation = tracing(Trace.FILES, Trace.REFCNT, Trace.RETVALS);
        ListenLink listener = simulation.network().listen(new InetSocketAddress("127.0.0.1", 9000), 5);
        simulation
                .kernel()
                .create(
                        States.of(Object.class).start((me, poe) -> {
                            poe.selectRead(listener, READ, null);
                            listener.close();
                            poe.aliasRemove("none");
                            poe.post("nobody", GO);
                        }),
                        null);

        simulation.runUntilIdle();

        List<String> lines = lines();
        assertEquals("<rc> session 1 is held 1 times", lines.get(0));
        assertTrue(lines.get(1).startsWith("<fh> session 1 begins to watch "), lines.get(1));
        assertTrue(lines.get(2).endsWith(" for reading"), lines.get(2));
        assertTrue(lines.get(3).startsWith("<fh> session 1 watches no more "), lines.get(3));
        assertEquals(
                List.of(
                        "<rc> session 1 was let go and is held 0 times",
                        "<rv> aliasRemove answers ESRCH (No such process)",
                        "<rv> there is no session 'nobody' to send to: look names up by aliasResolve",
                        "<rc> session 1 is held 1 times",
                        "<rc> session 1 gets an event and is held 0 times"),
                lines.subList(4, lines.size()));
    }

    @Test
    void shouldWriteNothingWithoutBeingAsked() {
        Kernel kernel = tracing().kernel();
        kernel.create(States.of(Object.class).start((me, poe) -> poe.yield(GO)), null);

        kernel.run();

        assertFalse(Files.exists(file()));
    }

    @Test
    void shouldNameAFileThatCannotBeWritten() {
        Simulation simulation =
                Simulation.seeded(1, builder -> builder.trace(Trace.SESSIONS).traceFile(folder.resolve("none/trace")));

        UncheckedIOException refused = assertThrows(
                UncheckedIOException.class, () -> simulation.kernel().create(States.of(Object.class), null));

        assertTrue(refused.getMessage().contains("traceFile or POE_TRACE_FILENAME"), refused.getMessage());
    }
}
