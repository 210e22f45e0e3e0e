package dev.usher.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.network.ListenLink;
import dev.usher.simulation.Simulation;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** What a kernel checks when it is asked to: errors that become exceptions, warnings, its own books, and leaks. */
class AssertsTest {
    private static final Event<Void> GO = Event.named("go");
    private static final Event<Selected> READ = Event.named("read", Selected.class);
    private static final Event<SignalInfo> ENDED = Event.named("ended", SignalInfo.class);
    private static final Event<SignalInfo> NEVER = Event.named("never", SignalInfo.class);

    @TempDir
    Path folder;

    private final List<String> seen = new ArrayList<>();

    private Simulation asserting(Assert... what) {
        return Simulation.seeded(1, builder -> builder.trace().asserts(what).traceFile(folder.resolve("trace")));
    }

    private List<String> warnings() throws IOException {
        Path file = folder.resolve("trace");
        return Files.exists(file) ? Files.readAllLines(file) : List.of();
    }

    private void refused(Executable verb) {
        seen.add(assertThrows(IllegalStateException.class, verb).getMessage());
    }

    @Test
    void shouldThrowWhatVerbsWouldAnswerAsErrors() {
        Simulation simulation = asserting(Assert.RETVALS);
        Kernel kernel = simulation.kernel();
        Session dead = kernel.create(States.of(Object.class), null);
        simulation.runUntilIdle();
        kernel.create(
                States.of(Object.class).start((me, poe) -> {
                    refused(() -> poe.aliasRemove("none"));
                    refused(() -> poe.alarmRemove(7));
                    refused(() -> poe.alarmAdjust(7, Duration.ofSeconds(1)));
                    refused(() -> poe.delayAdjust(7, Duration.ofSeconds(1)));
                    refused(() -> poe.alarmTake(7));
                    refused(() -> poe.refcountIncrement(99, "tag"));
                    refused(() -> poe.refcountDecrement(99, "tag"));
                    refused(poe::detachMyself);
                    refused(() -> poe.detachChild(poe.session()));
                    refused(() -> poe.detachChild(dead));
                    refused(() -> poe.sessionToId(dead));
                    refused(() -> poe.aliasList(dead));
                    refused(() -> poe.sigChild(99, ENDED, null));
                    refused(() -> poe.post("nobody", GO));
                    refused(() -> poe.call(99, GO));
                    refused(() -> poe.signal(dead, "S"));
                }),
                null);

        kernel.run();

        String esrch = " answers ESRCH (No such process)";
        String eperm = " answers EPERM (Operation not permitted)";
        assertEquals(
                List.of(
                        "aliasRemove" + esrch,
                        "alarmRemove" + esrch,
                        "alarmAdjust" + esrch,
                        "delayAdjust" + esrch,
                        "alarmTake" + esrch,
                        "refcountIncrement" + esrch,
                        "refcountDecrement" + esrch,
                        "detachMyself" + eperm,
                        "detachChild" + eperm,
                        "detachChild" + esrch,
                        "sessionToId" + esrch,
                        "aliasList" + esrch,
                        "sigChild answers ECHILD (No child processes)",
                        "there is no session 'nobody' to send to: look names up by aliasResolve",
                        "there is no session '99' to send to: look names up by aliasResolve",
                        "there is no session 'session 1' to send to: look names up by aliasResolve"),
                seen);
    }

    @Test
    void shouldMakePostsToNobodyADeathAsInT79() {
        Kernel kernel = asserting(Assert.DATA).kernel();
        kernel.create(States.of(Object.class).start((me, poe) -> poe.post("nobody", GO)), null);

        IllegalStateException thrown = assertThrows(IllegalStateException.class, kernel::run);

        assertEquals("there is no session 'nobody' to send to: look names up by aliasResolve", thrown.getMessage());
    }

    @Test
    void shouldRefuseToTakeReferencesThatNobodyGave() {
        Kernel kernel = asserting(Assert.DATA).kernel();
        kernel.create(
                States.of(Object.class).start((me, poe) -> {
                    refused(() -> poe.refcountDecrement(poe.session().id(), "tag"));
                    seen.add(poe.aliasRemove("none") + "");
                }),
                null);

        kernel.run();

        assertEquals(List.of("reference 'tag' of session 1 was taken more often than given", "ESRCH"), seen);
    }

    @Test
    void shouldTakeForeignPostsToTheDeadInSilence() {
        Simulation simulation = asserting(Assert.values());
        Kernel kernel = simulation.kernel();
        Postback[] postback = new Postback[1];
        Session session = kernel.create(
                States.of(Object.class)
                        .start((me, poe) -> postback[0] = poe.postback(Event.named("back", PostbackArgs.class)))
                        .on(GO, (me, poe) -> postback[0].close()),
                null);

        kernel.post(session, GO);
        simulation.runUntilIdle();
        postback[0].post("late");
        kernel.postFromAnyThread(session, GO, null);
        kernel.postFromAnyThread("nobody", GO, null);
        kernel.create(States.of(Object.class), null);
        kernel.run();

        assertFalse(session.isAlive());
    }

    @Test
    void shouldWarnOfNamesThatAreTheKernelsOwnAndOfSigHandledWithoutASignal() throws IOException {
        Kernel kernel = asserting(Assert.USAGE).kernel();
        kernel.create(
                States.of(Object.class).start((me, poe) -> {
                    poe.yield(Event.any("_stop"));
                    poe.call(poe.session(), Event.any("_start"));
                    poe.yield(GO);
                    poe.sigHandled();
                }),
                null);

        kernel.run();

        String other = ": the name is the kernel's own, and sending it has no other effect than that of any event";
        assertEquals(
                List.of(
                        "event '_start' from session 1 to session 1" + other,
                        "session 1 calls sigHandled, but no signal is being handled",
                        "event '_stop' from session 1 to session 1" + other),
                warnings());
    }

    @Test
    void shouldWarnOfEventsWithoutHandlersInAllSessionsAsInT79() throws IOException {
        Kernel kernel = Simulation.seeded(
                        1,
                        builder -> builder.trace(Trace.EVENTS)
                                .asserts(Assert.STATES)
                                .traceFile(folder.resolve("trace")))
                .kernel();
        kernel.create(States.of(Object.class).start((me, poe) -> poe.yield(GO)), null);

        kernel.run();

        List<String> warnings = warnings().stream()
                .filter(line -> !line.startsWith("<ev>"))
                .map(line -> line.replaceAll("java:\\d+", "java"))
                .toList();
        assertEquals(
                List.of(
                        "event 'go' from session 1 at AssertsTest.java to session 1: there is neither a handler for it"
                                + " nor an otherwise handler",
                        "event '_stop' from the kernel to session 1: there is neither a handler for it nor an"
                                + " otherwise handler"),
                warnings);
    }

    @Test
    void shouldFindNothingWrongWithABusyKernel() throws IOException {
        Simulation simulation = asserting(Assert.DATA, Assert.EVENTS, Assert.FILES);
        Kernel kernel = simulation.kernel();
        ListenLink listener = simulation.network().listen(new InetSocketAddress("127.0.0.1", 9000), 5);
        Process process = simulation.processes().start();
        States<Object> states = States.of(Object.class)
                .start((me, poe) -> {
                    poe.aliasSet("name " + poe.session().id());
                    poe.refcountIncrement(poe.session().id(), "a");
                    poe.refcountIncrement(poe.session().id(), "a");
                    poe.refcountIncrement(1, "b");
                    poe.refcountDecrement(1, "never given"); // which DATA refuses
                })
                .sig("DIE", (me, poe, info) -> {
                    seen.add("refused");
                    poe.sigHandled();
                    poe.selectRead(listener, READ, null);
                    poe.sigChild(process, ENDED, null);
                    poe.delay(GO, Duration.ofSeconds(1));
                    poe.offload(() -> 1, Event.named("done", Integer.class), Event.named("bad", Throwable.class));
                    if (poe.session().id() < 3) {
                        kernel.create(States.of(Object.class), null);
                    }
                })
                .on(ENDED, (me, poe, info) -> {
                    listener.close();
                    poe.aliasRemove("name " + poe.session().id());
                    poe.refcountDecrement(poe.session().id(), "a");
                    poe.refcountDecrement(poe.session().id(), "a");
                    poe.refcountDecrement(1, "b");
                });
        kernel.create(states, null);
        kernel.create(states, null);

        simulation.advance(Duration.ofSeconds(5));
        simulation.processes().end(process.pid(), 0);
        kernel.run();

        assertEquals(List.of("refused", "refused"), seen);
        assertEquals(List.of(), warnings());
    }

    @Test
    void shouldFindBooksThatDoNotAgree() {
        Simulation simulation = asserting(Assert.DATA, Assert.EVENTS, Assert.FILES);
        Kernel kernel = simulation.kernel();
        Session session = kernel.create(States.of(Object.class).start((me, poe) -> poe.aliasSet("a")), null);
        session.hold();

        AssertionError found = assertThrows(AssertionError.class, kernel::runOneTimeslice);

        assertEquals("session 1 (a) is held 2 times for 1 reasons", found.getMessage());
    }

    @Test
    void shouldReportWhatIsLeftAtTheEnd() throws IOException {
        Simulation simulation = asserting(Assert.DATA);
        Kernel kernel = simulation.kernel();
        kernel.create(
                States.of(Object.class).start((me, poe) -> {
                    poe.refcountIncrement(0, "of the kernel, which nobody ends");
                    poe.aliasSet("a");
                }),
                null);
        simulation.runUntilIdle();

        kernel.close();
        kernel.close();

        assertEquals(List.of("!!! Leaked references: 1"), warnings());
    }

    @Test
    void shouldReportNothingWhenNothingIsLeft() throws IOException {
        Simulation simulation = asserting(Assert.DATA);
        Kernel kernel = simulation.kernel();
        Process process = simulation.processes().start();
        ListenLink listener = simulation.network().listen(new InetSocketAddress("127.0.0.1", 9000), 5);
        kernel.create(
                States.of(Object.class).start((me, poe) -> {
                    poe.sig("HUP", NEVER);
                    poe.sigChild(process, ENDED, null);
                    poe.selectRead(listener, READ, null);
                    poe.delay(GO, Duration.ofSeconds(1));
                    poe.aliasSet("a");
                    poe.refcountIncrement(poe.session().id(), "t");
                    poe.yield(GO);
                }),
                null);

        kernel.close();

        assertEquals(List.of(), warnings());
    }

    @Test
    void shouldTellOfKernelsThatWereNeverRun() {
        assertEquals("", NeverRun.text(0));
        assertTrue(NeverRun.text(2).contains("2 kernel(s) that were never run: call kernel.run()"));
    }
}
