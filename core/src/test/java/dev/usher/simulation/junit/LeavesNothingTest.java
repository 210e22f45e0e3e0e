package dev.usher.simulation.junit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import dev.usher.filter.Input;
import dev.usher.filter.InputFilter;
import dev.usher.kernel.Event;
import dev.usher.kernel.IoError;
import dev.usher.kernel.Kernel;
import dev.usher.kernel.States;
import dev.usher.simulation.Simulation;
import dev.usher.wheel.FollowTail;
import dev.usher.wheel.Opened;
import dev.usher.wheel.SocketFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Tests that leave something behind, and one that does not. */
class LeavesNothingTest {
    private static final Event<Void> LATER = Event.named("later");
    private static final Event<Opened> ACCEPTED = Event.named("accepted", Opened.class);
    private static final Event<String> LINE = Event.named("line", String.class);
    private static final Event<IoError> FAILED = Event.named("failed", IoError.class);

    /** Run by the tests below only: it is no test by its name. */
    @LeavesNothing
    static class Untidy {
        private final Simulation simulation = Simulation.seeded(1);
        private final Kernel kernel = simulation.kernel();

        @Test
        void leavesATimer() {
            kernel.create(States.of(Object.class).start((it, poe) -> poe.delay(LATER, Duration.ofHours(1))), this);
        }

        @Test
        void leavesAWheel() {
            kernel.create(
                    States.of(Object.class).start((it, poe) -> {
                        poe.aliasSet("listener");
                        SocketFactory.listen(9000)
                                .successEvent(ACCEPTED)
                                .failureEvent(FAILED)
                                .open(poe);
                    }),
                    this);
        }

        @Test
        void leavesAFollowedFile() {
            kernel.create(
                    States.of(Object.class)
                            .start((it, poe) -> FollowTail.with(new Silence())
                                    .inputEvent(LINE)
                                    .open(poe, Path.of("app.log"))),
                    this);
        }

        /** Finds no record in anything. */
        private static final class Silence implements InputFilter<String> {
            @Override
            public String next(Input input) {
                return null;
            }

            @Override
            public Silence fresh() {
                return this;
            }
        }

        @Test
        void leavesASessionOnAnotherHost() {
            simulation
                    .host("ann")
                    .kernel()
                    .create(States.of(Object.class).start((it, poe) -> poe.delay(LATER, Duration.ofHours(1))), this);
        }

        @Test
        void leavesALink() {
            kernel.create(
                    States.of(Object.class)
                            .start((it, poe) -> SocketFactory.listen(9000)
                                    .successEvent(ACCEPTED)
                                    .failureEvent(FAILED)
                                    .open(poe))
                            .on(ACCEPTED, (it, poe, opened) -> poe.signal(poe.session(), "KILL")),
                    this);
            simulation.runUntilIdle();
            simulation.connect(9000);
        }

        @Test
        void leavesNothing() {
            kernel.create(States.of(Object.class).start((it, poe) -> poe.yield(LATER)), this);
        }

        @Test
        void failsByItself() {
            throw new IllegalStateException("by itself");
        }
    }

    private static List<Throwable> failures(String method) {
        List<Throwable> failures = new ArrayList<>();
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(selectMethod(Untidy.class, method))
                .build();
        LauncherFactory.create().execute(request, new TestExecutionListener() {
            @Override
            public void executionFinished(TestIdentifier test, TestExecutionResult result) {
                if (test.isTest()) {
                    failures.add(result.getThrowable().orElse(null));
                }
            }
        });
        return failures;
    }

    @Test
    void shouldNameTheTimerThatKeepsASession() {
        String message = failures("leavesATimer").get(0).getMessage();

        assertTrue(message.contains("in simulation: session 1 of " + Untidy.class.getName() + " lives by 1 timer"));
        assertTrue(message.contains("for 'later' in 3600.0 s, set in '_start'"), message);
    }

    @Test
    void shouldNameTheWheelAndTheLinkItWatches() {
        String message = failures("leavesAWheel").get(0).getMessage();

        assertTrue(message.contains("session 1 [listener] of"), message);
        assertTrue(message.contains("lives by 1 alias, 1 watched link"), message);
        assertTrue(
                message.contains("\n    wheel SocketFactory 1 watches a listener at 0.0.0.0:9000 for reading"),
                message);
    }

    @Test
    void shouldNameAWheelThatWatchesNoLink() {
        String message = failures("leavesAFollowedFile").get(0).getMessage();

        assertTrue(message.contains("lives by 1 timer\n    wheel FollowTail 1 looks at app.log in "), message);
    }

    @Test
    void shouldNameTheHostOnWhichASessionIsLeft() {
        String message = failures("leavesASessionOnAnotherHost").get(0).getMessage();

        assertTrue(message.contains("in simulation, ann: session 1 of"), message);
    }

    @Test
    void shouldCountALinkThatWasGivenToNoWheel() {
        String message = failures("leavesALink").get(0).getMessage();

        assertTrue(message.contains("links that are open and that nobody watches: 1"), message);
    }

    @Test
    void shouldPassWhoLeavesNothing() {
        List<Throwable> failures = failures("leavesNothing");

        assertEquals(1, failures.size());
        assertEquals(null, failures.get(0));
    }

    @Test
    void shouldLeaveAnotherFailureAsItIs() {
        assertEquals("by itself", failures("failsByItself").get(0).getMessage());
    }
}
