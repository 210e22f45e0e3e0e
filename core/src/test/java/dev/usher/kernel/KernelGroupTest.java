package dev.usher.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.recorder.FlightRecorder;
import dev.usher.recorder.Recording;
import dev.usher.recorder.Replay;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Several kernels that are one program: their threads, their posts, their end. */
@Timeout(30)
class KernelGroupTest {
    private static final Event<Object> NOTE = Event.any("note");
    private static final Event<Question> ASK = Event.named("ask", Question.class);
    private static final Event<String> GO = Event.named("go", String.class);
    private static final Event<Void> END = Event.named("end");

    private final BlockingQueue<Object> noted = new LinkedBlockingQueue<>();

    private record Question(PoeUri answerTo, int number) {}

    /** A session that writes down what it gets, and lives until it is told to end. */
    private States<String> states() {
        return States.of(String.class)
                .start((name, poe) -> {
                    poe.aliasSet(name);
                    poe.refcountIncrement(poe.session().id(), "posts of others"); // a name alone would not keep it
                })
                .on(NOTE, (name, poe, what) -> noted.add(poe.kernel().name() + " " + what))
                .on(ASK, (name, poe, asked) -> asked.answerTo().post(poe, asked.number() * 2))
                .on(END, (name, poe) -> poe.refcountDecrement(poe.session().id(), "posts of others"));
    }

    private Object next() throws InterruptedException {
        return noted.poll(20, TimeUnit.SECONDS);
    }

    @Test
    void shouldRunEachKernelInAThreadOfItsNameWhenStarted() throws Exception {
        List<String> threads = new ArrayList<>();

        try (KernelGroup group = KernelGroup.of(3).name("Web").start(kernel -> {
            threads.add(Thread.currentThread().getName());
            kernel.create(states(), "noter");
        })) {
            assertEquals(List.of("web-0", "web-1", "web-2"), threads);
            assertEquals(threads, group.kernels().stream().map(Kernel::name).toList());
            group.postToAll("noter", NOTE, "hello");
            List<Object> heard = new ArrayList<>(List.of(next(), next(), next()));
            heard.sort(null);
            assertEquals(List.of("web-0 hello", "web-1 hello", "web-2 hello"), heard);
        }
    }

    @Test
    void shouldHaveAKernelForEachProcessorUnlessSaid() {
        try (KernelGroup group = KernelGroup.builder().start(kernel -> {})) {
            assertEquals(
                    Runtime.getRuntime().availableProcessors(), group.kernels().size());
            assertEquals("kernel-0", group.kernels().get(0).name());
        }
    }

    @Test
    void shouldEndByItselfWhenNoKernelHasASession() throws Exception {
        KernelGroup group = KernelGroup.of(2).start(kernel -> kernel.create(states(), "noter"));
        assertFalse(group.await(Duration.ofMillis(1)));

        group.postToAll("noter", END, null);
        group.await();

        assertTrue(group.await(Duration.ZERO));
        assertFalse(group.post(PoeUri.of("poe://kernel-0/noter/note"), "too late"));
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 1025})
    void shouldRefuseANumberOfKernelsThatIsNone(int kernels) {
        String message = assertThrows(IllegalArgumentException.class, () -> KernelGroup.of(kernels))
                .getMessage();

        assertEquals("a group has 1 to 1024 kernels, not " + kernels, message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a/b", "a:1", "a b", "me@web", "a?", "a#"})
    void shouldRefuseANameThatNoUriCanHave(String name) {
        assertTrue(assertThrows(
                        IllegalArgumentException.class,
                        () -> KernelGroup.builder().name(name))
                .getMessage()
                .contains("cannot name a kernel"));
    }

    // ---- posts

    @Test
    void shouldPostToAnotherKernelByUriAndAnswerByTheUriThatCameAlong() throws Exception {
        States<String> asking = states().on(GO, (name, poe, to) -> {
            assertTrue(PoeUri.of(to).post(poe, new Question(poe.uri(NOTE), 21)));
        });
        try (KernelGroup group = KernelGroup.of(2).name("web").start(kernel -> kernel.create(asking, "noter"))) {

            group.post(PoeUri.of("poe://web-0/noter/go"), "poe://web-1/noter/ask");

            assertEquals("web-0 42", next());
        }
    }

    @Test
    void shouldKeepTheOrderOfWhatOneKernelPostsToAnother() throws Exception {
        int many = 10_000;
        PoeUri other = PoeUri.of("poe://web-1/noter/note");
        States<String> posting =
                states().on(GO, (name, poe, to) -> IntStream.range(0, many).forEach(i -> other.post(poe, i)));
        try (KernelGroup group = KernelGroup.of(2).name("web").start(kernel -> kernel.create(posting, "noter"))) {

            group.post(PoeUri.of("poe://web-0/noter/go"), "");

            for (int i = 0; i < many; i++) {
                assertEquals("web-1 " + i, next());
            }
        }
    }

    @Test
    void shouldTellWhomAUriReaches() throws Exception {
        CompletableFuture<List<Object>> told = new CompletableFuture<>();
        States<String> posting = states().on(GO, (name, poe, to) -> {
            List<Object> reached = new ArrayList<>();
            for (String uri : List.of(
                    "poe://WEB-1:603/noter/note", // the same
                    "poe://web-1/nobody/note", // known only there
                    "poe://web-2/noter/note", // no such kernel
                    "poe://web-1:604/noter/note", // nor such a one
                    "poe://web-1/noter/", // no event
                    "poe://web-1//note", // no session
                    "poe://web-0/noter/note", // its own
                    "poe://web-0/nobody/note")) {
                reached.add(PoeUri.of(uri).post(poe, "x"));
            }
            reached.add(PoeUri.of("poe://web-1/noter/note").call(poe, "x"));
            told.complete(reached);
        });
        try (KernelGroup group = KernelGroup.of(2).name("web").start(kernel -> kernel.create(posting, "noter"))) {
            group.post(PoeUri.of("poe://web-0/noter/go"), "");

            List<Object> expected = new ArrayList<>(List.of(true, true, false, false, false, false, true, false));
            expected.add(null);
            assertEquals(expected, told.get(20, TimeUnit.SECONDS));
            List<Object> heard = new ArrayList<>(List.of(next(), next()));
            heard.sort(null);
            assertEquals(List.of("web-0 x", "web-1 x"), heard);
        }
    }

    @Test
    void shouldRefuseToPostFromOutsideWithoutSession() {
        Kernel kernel = new Kernel();

        assertTrue(assertThrows(
                        IllegalArgumentException.class,
                        () -> PoeUri.of("poe:note").postFromAnyThread(kernel, 1))
                .getMessage()
                .contains("must name a session and an event"));
    }

    @Test
    void shouldNameAnEventWithoutKernelWhereThatHasNoName() {
        Kernel kernel = new Kernel();
        List<PoeUri> uris = new ArrayList<>();

        kernel.create(States.of(String.class).start((name, poe) -> uris.add(poe.uri(NOTE))), "alone");
        kernel.run();

        assertEquals("", kernel.name());
        assertEquals("poe:1/note", uris.get(0).toString());
    }

    @Test
    void shouldAskTheBuildersNeighboursForKernelsThatTheGroupDoesNotHave() throws Exception {
        States<String> posting =
                states().on(GO, (name, poe, to) -> noted.add(PoeUri.of(to).post(poe, "x")));
        try (KernelGroup group = KernelGroup.of(2)
                .name("web")
                .configuration((name, builder) -> builder.neighbours((to, payload) -> noted.add(to + " " + payload)))
                .start(kernel -> kernel.create(posting, "noter"))) {

            group.post(PoeUri.of("poe://web-0/noter/go"), "poe://far/noter/note");

            assertEquals("poe://far/noter/note x", next());
            assertEquals(true, next());
        }
    }

    // ---- the end

    @Test
    void shouldEndAllWhenOneKernelDiesAndSayOfWhat() throws Exception {
        IOException death = new IOException("out of luck");
        States<String> dying = states().on(GO, (name, poe, how) -> {
            throw death;
        });
        KernelGroup group = KernelGroup.of(3).name("web").start(kernel -> kernel.create(dying, "noter"));

        group.post(PoeUri.of("poe://web-1/noter/go"), "");

        assertSame(death, assertThrows(IOException.class, group::await));
        group.close();
        assertEquals(List.of(), living("web-"));
    }

    @Test
    void shouldStopAllAndThrowWhenOneProgramFails() {
        List<Kernel> made = new ArrayList<>();
        IllegalStateException failure = new IllegalStateException("no room");

        Throwable thrown = assertThrows(
                IllegalStateException.class,
                () -> KernelGroup.of(3).name("fail").start(kernel -> {
                    made.add(kernel);
                    if (made.size() == 2) {
                        throw failure;
                    }
                    kernel.create(states(), "noter");
                }));

        assertSame(failure, thrown);
        assertEquals(2, made.size());
        assertEquals(0, made.get(0).counts().sessions());
        assertEquals(List.of(), living("fail-"));
    }

    @Test
    void shouldThrowWhatMakingAKernelThrows() {
        Throwable thrown = assertThrows(
                IllegalStateException.class,
                () -> KernelGroup.of(2)
                        .name("unmade")
                        .configuration((name, builder) -> {
                            if (name.equals("unmade-1")) {
                                throw new IllegalStateException("no such kernel");
                            }
                        })
                        .start(kernel -> {}));

        assertEquals("no such kernel", thrown.getMessage());
        assertEquals(List.of(), living("unmade-"));
    }

    @Test
    void shouldStopFromAHandlerAndRefuseToWaitThere() throws Exception {
        CompletableFuture<KernelGroup> group = new CompletableFuture<>();
        States<String> stopping = states().on(GO, (name, poe, how) -> {
            noted.add(assertThrows(IllegalStateException.class, group.join()::close));
            noted.add(assertThrows(IllegalStateException.class, group.join()::await));
            group.join().stop();
        });
        group.complete(KernelGroup.of(2).name("web").start(kernel -> kernel.create(stopping, "noter")));

        group.join().post(PoeUri.of("poe://web-1/noter/go"), "");
        group.join().await();

        assertTrue(next().toString().contains("use stop() instead of close()"));
        assertTrue(next().toString().contains("use stop() instead of await()"));
        assertEquals(List.of(), living("web-"));
    }

    @Test
    void shouldRunStopHandlersInTheirThreadsWhenClosed() {
        States<String> ending =
                states().stop((name, poe) -> noted.add(Thread.currentThread().getName()));
        KernelGroup group = KernelGroup.of(2).name("web").start(kernel -> kernel.create(ending, "noter"));

        group.close();
        group.close();

        List<Object> heard = new ArrayList<>(noted);
        heard.sort(null);
        assertEquals(List.of("web-0", "web-1"), heard);
        assertNotEquals("web-0", Thread.currentThread().getName());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldReplayAKernelThatWasRecordedInAGroup(boolean stopped) throws Exception {
        // given two kernels that ask each other
        Map<String, FlightRecorder> recorders = new HashMap<>();
        States<String> asking = states().on(
                        GO, (name, poe, to) -> PoeUri.of(to).post(poe, new Question(poe.uri(NOTE), 21)))
                .stop((name, poe) -> noted.add("stopped"));
        KernelGroup group = KernelGroup.of(2)
                .name("web")
                .configuration((name, builder) -> {
                    recorders.put(name, FlightRecorder.keeping(1));
                    builder.seams(recorders.get(name));
                })
                .start(kernel -> kernel.create(asking, "noter"));
        group.post(PoeUri.of("poe://web-0/noter/go"), "poe://web-1/noter/ask");
        assertEquals("web-0 42", next());
        if (!stopped) {
            group.postToAll("noter", END, null);
            group.await();
        }
        group.close();
        noted.clear();

        // when each is run again alone
        for (String name : List.of("web-0", "web-1")) {
            Recording recording = recorders.get(name).recording();
            Replay.of(recording).run(builder -> builder.name(name), kernel -> kernel.create(asking, "noter"));
            assertEquals(stopped, String.join(" ", recording.lines()).contains("letter stop"));
        }

        // then they have heard and done the same
        assertEquals(List.of("web-0 42", "stopped", "stopped"), List.copyOf(noted));
    }

    private static List<String> living(String prefix) {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith(prefix))
                .toList();
    }
}
