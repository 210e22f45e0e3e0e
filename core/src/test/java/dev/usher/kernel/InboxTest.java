package dev.usher.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.network.ListenLink;
import dev.usher.network.Network;
import dev.usher.network.Poller;
import dev.usher.network.StreamLink;
import dev.usher.simulation.SimulatedNetwork;
import dev.usher.simulation.Simulation;
import java.io.IOException;
import java.net.InetAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What enters from other threads. Real kernels here have a timer that ends them if nothing comes. */
class InboxTest {
    private static final Event<Long> MESSAGE = Event.named("message", Long.class);
    private static final Event<Void> GO = Event.named("go");
    private static final Event<String> DONE = Event.named("done", String.class);
    private static final Event<Throwable> FAILED = Event.named("failed", Throwable.class);
    private static final Event<PostbackArgs> BACK = Event.named("back", PostbackArgs.class);
    private static final Event<Void> TOO_LATE = Event.named("too late");
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Simulation simulation = Simulation.seeded(1);
    private final Kernel virtual = simulation.kernel();
    private final List<Object> seen = new ArrayList<>();

    private final LinkedBlockingQueue<Runnable> work = new LinkedBlockingQueue<>();
    private Thread pool;

    private States<Object> patient() {
        return States.of(Object.class)
                .start((me, poe) -> poe.delay(TOO_LATE, PATIENCE))
                .on(TOO_LATE, (me, poe) -> {
                    seen.add(TOO_LATE);
                    poe.kernel().stop();
                });
    }

    @AfterEach
    void shouldNotHaveLostPatience() {
        assertFalse(seen.contains(TOO_LATE), "nothing came in " + PATIENCE);
        if (pool != null) {
            pool.interrupt();
        }
    }

    private static void inThread(Runnable work) {
        Thread thread = new Thread(work);
        thread.setDaemon(true);
        thread.start();
    }

    private void inPool(Runnable task) {
        if (pool == null) {
            pool = new Thread(() -> {
                try {
                    while (true) {
                        work.take().run();
                    }
                } catch (InterruptedException e) {
                    // done
                }
            });
            pool.setDaemon(true);
            pool.start();
        }
        work.add(task);
    }

    @Test
    void shouldKeepTheOrderOfEachThreadThatPosts() {
        int threads = 4;
        int each = 20_000;
        Kernel kernel = new Kernel();
        long[] next = new long[threads];
        int[] count = {0};
        CountDownLatch begin = new CountDownLatch(1);
        States<Object> states = patient().on(GO, (me, poe) -> begin.countDown()).on(MESSAGE, (me, poe, n) -> {
            assertEquals(next[(int) (n >> 32)]++, n & 0xffff_ffffL);
            if (++count[0] == threads * each) {
                kernel.stop();
            }
        });
        Session session = kernel.create(states, null);
        kernel.post(session, GO);
        for (long t = 0; t < threads; t++) {
            long id = t << 32;
            inThread(() -> {
                try {
                    begin.await();
                } catch (InterruptedException e) {
                    return;
                }
                for (int i = 0; i < each; i++) {
                    kernel.postFromAnyThread(session, MESSAGE, id | i);
                }
            });
        }

        kernel.run();

        assertEquals(threads * each, count[0]);
    }

    @Test
    void shouldWakeAKernelThatSleepsAgainAndAgain() {
        Kernel kernel = new Kernel();
        States<Object> states = patient().start((me, poe) -> {
            poe.aliasSet("sleeper");
            poe.delay(TOO_LATE, PATIENCE);
        });
        kernel.create(
                states.on(MESSAGE, (me, poe, n) -> {
                    if (n == 2_000) {
                        kernel.stop();
                    } else { // the kernel has nothing else to do, so that each of these finds it asleep or falling
                        // asleep
                        inPool(() -> kernel.postFromAnyThread("sleeper", MESSAGE, n + 1));
                    }
                }),
                null);
        inPool(() -> kernel.postFromAnyThread("sleeper", MESSAGE, 1L));

        kernel.run();

        assertEquals(0, kernel.counts().sessions());
    }

    @Test
    void shouldWakeFreshKernelsOnTheirFirstSleep() {
        // The first wake-up must not be lost because there is no poller yet to wake.
        for (int i = 0; i < 300; i++) {
            Kernel kernel = new Kernel();
            Session session = kernel.create(patient().on(GO, (me, poe) -> kernel.stop()), null);
            inPool(() -> kernel.postFromAnyThread(session, GO, null));

            kernel.run();

            assertFalse(session.isAlive());
        }
    }

    @Test
    void shouldNotLoseAWakeUpThatComesWhileTheFirstPollerIsOpened() {
        SimulatedNetwork network = new SimulatedNetwork(1);
        Runnable[] meanwhile = new Runnable[1];
        Kernel kernel = Kernel.builder()
                .clock(new Clock() {
                    @Override
                    public long nanoTime() {
                        return network.clock().nowNs();
                    }

                    @Override
                    public Instant wallTime() {
                        return network.clock().now();
                    }
                })
                .network(new Network() {
                    @Override
                    public Poller openPoller() {
                        meanwhile[0].run();
                        return network.openPoller();
                    }

                    @Override
                    public ListenLink listen(SocketAddress local, int backlog) throws IOException {
                        return network.listen(local, backlog);
                    }

                    @Override
                    public StreamLink connect(SocketAddress remote, SocketAddress local) throws IOException {
                        return network.connect(remote, local);
                    }

                    @Override
                    public List<InetAddress> resolve(String host) throws UnknownHostException {
                        return network.resolve(host);
                    }
                })
                .build();
        Session session = kernel.create(patient().on(GO, (me, poe) -> kernel.stop()), null);
        meanwhile[0] = () -> kernel.postFromAnyThread(session, GO, null);

        kernel.run();

        assertEquals(0, network.clock().nowNs()); // it did not sleep until it lost patience
    }

    @Test
    void shouldRefuseOtherThreadsAndNameTheSafeWay() throws InterruptedException {
        Session session = virtual.create(States.of(Object.class), null);
        List<Throwable> errors = new ArrayList<>();
        List<Runnable> touches = List.of(
                () -> virtual.post(session, GO),
                () -> virtual.call(session, GO),
                () -> virtual.signal(session, "TERM"),
                () -> virtual.create(States.of(Object.class), null),
                () -> virtual.aliasResolve("x"),
                virtual::stop,
                virtual::runOneTimeslice);

        Thread thread = new Thread(
                () -> touches.forEach(touch -> errors.add(assertThrows(IllegalStateException.class, touch::run))));
        thread.start();
        thread.join(10_000);

        assertEquals(touches.size(), errors.size());
        errors.forEach(error -> assertTrue(error.getMessage().contains("postFromAnyThread"), error.getMessage()));
    }

    @Test
    void shouldTakeNoMoreThanItWorksOffBeforeItLooksAgain() {
        Session session = virtual.create(
                States.of(Object.class)
                        .start((me, poe) -> poe.refcountIncrement(poe.session().id(), "waits"))
                        .on(MESSAGE, (me, poe, number) -> seen.add(number)),
                null);
        virtual.runOneTimeslice();
        for (long i = 0; i < 1_000; i++) {
            virtual.postFromAnyThread(session, MESSAGE, i);
        }

        List<Integer> sizes = new ArrayList<>();
        for (int slice = 0; slice < 5; slice++) {
            virtual.runOneTimeslice();
            sizes.add(seen.size());
            assertEquals(0, virtual.counts().events(), "what waits here does not wait in the queue too");
        }

        assertEquals(List.of(240, 480, 720, 960, 1_000), sizes);
        assertEquals(LongStream.range(0, 1_000).boxed().toList(), seen);
    }

    @Test
    void shouldDropWhatComesForThoseWhoEnded() {
        Session session = virtual.create(States.of(Object.class), null);
        virtual.run();

        virtual.postFromAnyThread(session, GO, null);
        virtual.postFromAnyThread("nobody", GO, null);
        virtual.create(States.of(Object.class), null);
        virtual.run();

        assertEquals(new KernelCounts(0, 0, 0, 0, 0, 0, 0, 0), virtual.counts());
    }

    @Test
    void shouldOffloadAndGetResultsAndFailuresInOrder() {
        Exception broken = new Exception("broken");
        States<Object> states = States.of(Object.class)
                .start((me, poe) -> {
                    poe.offload(() -> "one", DONE, FAILED);
                    poe.offload(
                            () -> {
                                throw broken;
                            },
                            DONE,
                            FAILED);
                    poe.offload((Callable<String>) () -> null, DONE, FAILED);
                    seen.add(poe.kernel().counts().offloads());
                })
                .on(DONE, (me, poe, text) -> seen.add("done " + text + " from " + poe.sender()))
                .on(FAILED, (me, poe, error) -> seen.add(error));

        virtual.create(states, null);
        virtual.run();

        assertEquals(List.of(3, "done one from the kernel", broken, "done null from the kernel"), seen);
        assertEquals(0, virtual.counts().offloads());
    }

    @Test
    void shouldOffloadToRealThreadsAndLiveUntilTheResultComes() {
        Kernel kernel = new Kernel();
        Thread own = Thread.currentThread();
        Session session = kernel.create(
                States.of(Object.class)
                        .start((me, poe) ->
                                poe.offload(() -> Thread.currentThread() == own ? "own" : "other", DONE, FAILED))
                        .on(DONE, (me, poe, text) -> seen.add(text)),
                null);

        kernel.run();

        assertEquals(List.of("other"), seen);
        assertFalse(session.isAlive());
    }

    @Test
    void shouldFailWorkThatTheExecutorRefuses() {
        Executor full = task -> {
            throw new RejectedExecutionException("full");
        };
        Kernel kernel = Simulation.seeded(1, builder -> builder.offloadTo(full)).kernel();
        kernel.create(
                States.of(Object.class)
                        .start((me, poe) -> poe.offload(() -> "x", DONE, FAILED))
                        .on(FAILED, (me, poe, error) -> seen.add(error)),
                null);

        kernel.run();

        assertInstanceOf(RejectedExecutionException.class, seen.get(0));
    }

    @Test
    void shouldNotWaitForTheWorkOfAKilledSession() {
        List<Runnable> tasks = new ArrayList<>();
        Kernel kernel =
                Simulation.seeded(1, builder -> builder.offloadTo(tasks::add)).kernel();
        Session session = kernel.create(
                States.of(Object.class)
                        .start((me, poe) -> poe.offload(() -> "x", DONE, FAILED))
                        .on(DONE, (me, poe, text) -> seen.add("never")),
                null);

        kernel.signal(session, "TERM");
        kernel.run(); // ends although the work goes on
        int running = kernel.counts().offloads();
        tasks.forEach(Runnable::run);
        kernel.create(States.of(Object.class), null);
        kernel.run();

        assertEquals(0, running);
        assertEquals(List.of(), seen);
        assertEquals(0, kernel.counts().offloads());
    }

    @Test
    void shouldPostBackWithFixedAndGivenUntilClosed() {
        Postback[] postback = new Postback[1];
        Session session = virtual.create(
                States.of(Object.class)
                        .start((me, poe) -> postback[0] = poe.postback(BACK, "a", 1))
                        .on(BACK, (me, poe, arguments) -> seen.add(arguments.fixed() + "" + arguments.given())),
                null);

        postback[0].post("x");
        postback[0].post();
        simulation.advance(Duration.ofDays(1));
        boolean alive = session.isAlive();
        postback[0].close();
        postback[0].close();
        simulation.runUntilIdle();
        postback[0].post("after its end");
        simulation.runUntilIdle();

        assertEquals(List.of("[a, 1][x]", "[a, 1][]"), seen);
        assertTrue(alive);
        assertFalse(session.isAlive());
        assertEquals(0, virtual.counts().references());
    }

    @Test
    void shouldPostAtOnceInsideHandlersWithTheActiveSessionAsSender() {
        Postback[] postback = new Postback[1];
        virtual.create(
                States.of(Object.class)
                        .start((me, poe) -> postback[0] = poe.postbackOnce(BACK))
                        .on(
                                BACK,
                                (me, poe, arguments) ->
                                        seen.add("from " + poe.sender().id() + " " + poe.callerEvent())),
                null);
        virtual.create(
                States.of(Object.class).start((me, poe) -> poe.yield(GO)).on(GO, (me, poe) -> {
                    postback[0].post();
                    postback[0].post(); // once only
                }),
                null);

        virtual.run();

        assertEquals(List.of("from 2 go"), seen);
    }

    @Test
    void shouldPostBackFromAnotherThread() {
        Kernel kernel = new Kernel();
        kernel.create(
                States.of(Object.class)
                        .start((me, poe) -> {
                            Postback once = poe.postbackOnce(BACK, "fixed");
                            inThread(() -> {
                                once.post("given");
                                once.post("never");
                            });
                        })
                        .on(BACK, (me, poe, arguments) -> seen.add(arguments.fixed() + "" + arguments.given())),
                null);

        kernel.run(); // ends by itself: the one-shot postback has let the session go

        assertEquals(List.of("[fixed][given]"), seen);
        assertEquals(0, kernel.counts().references());
    }

    @Test
    void shouldCallBackAndAnswer() {
        Callback[] callback = new Callback[1];
        Call<PostbackArgs, Object> back = Call.named("back", PostbackArgs.class, Object.class);
        Session session = virtual.create(
                States.of(Object.class)
                        .start((me, poe) -> callback[0] = poe.callback(BACK, 1))
                        .answer(back, (me, poe, arguments) -> arguments.fixed() + "" + arguments.given()),
                null);

        Object answer = callback[0].call(2);
        simulation.advance(Duration.ofDays(1));
        boolean alive = session.isAlive();
        callback[0].close();
        callback[0].close();
        simulation.runUntilIdle();

        assertEquals("[1][2]", answer);
        assertTrue(alive);
        assertFalse(session.isAlive());
        assertSame(null, callback[0].call(3));
    }
}
