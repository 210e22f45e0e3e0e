package dev.usher.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.kernel.Event;
import dev.usher.kernel.Kernel;
import dev.usher.kernel.PoeUri;
import dev.usher.kernel.States;
import dev.usher.recorder.DivergenceException;
import dev.usher.recorder.Recording;
import dev.usher.recorder.Replay;
import dev.usher.simulation.junit.Simulated;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Kernels of a simulation that are one program, and posts between kernels in virtual time. */
class GroupTest {
    private static final Event<Object> NOTE = Event.any("note");
    private static final Event<Object> SEND = Event.any("send");
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final PoeUri[] ROOMS = {PoeUri.of("poe://web-0/room/say"), PoeUri.of("poe://web-1/room/say")};

    private final List<Room> rooms = new ArrayList<>();

    private void open(Kernel kernel) {
        Room room = new Room("", ROOMS);
        rooms.add(room);
        kernel.create(Room.STATES, room);
    }

    /** A server of two kernels, and twenty clients of whom each says its number. */
    private String talk(Simulation simulation) {
        List<SimulatedHost> group = simulation.group("web", 2, this::open);
        List<SimulatedClient> clients = IntStream.range(0, 20)
                .mapToObj(i -> simulation.connect(group.get(0).at(Room.PORT)))
                .toList();
        simulation.advance(SECOND);
        for (int i = 0; i < clients.size(); i++) {
            clients.get(i).send(i + "\n");
        }
        simulation.advance(SECOND);
        return clients.get(0).received();
    }

    @Test
    void shouldServeByAllKernelsWhatOneMachineListensAt() {
        try (Simulation simulation = Simulation.seeded(1)) {
            String heard = talk(simulation);

            assertEquals(20, rooms.get(0).served + rooms.get(1).served);
            assertTrue(rooms.get(0).served > 0 && rooms.get(1).served > 0);
            Set<String> said = new HashSet<>(List.of(heard.split("\n")));
            assertEquals(20, said.size(), heard);
            assertEquals(
                    List.of("10.0.0.1", "10.0.0.1"),
                    simulation.hosts().stream()
                            .skip(1)
                            .map(host -> host.address().getHostAddress())
                            .toList());
        }
    }

    @Test
    void shouldDealTheSameWayWhenTheSeedIsTheSame() {
        List<String> heard = new ArrayList<>();
        List<Long> traces = new ArrayList<>();
        for (long seed : new long[] {1, 1, 2}) {
            rooms.clear();
            try (Simulation simulation = Simulation.recorded(seed)) {
                heard.add(talk(simulation));
                traces.add(simulation.traceHash());
            }
        }

        assertEquals(heard.get(0), heard.get(1));
        assertEquals(traces.get(0), traces.get(1));
        assertNotEquals(traces.get(0), traces.get(2));
    }

    @Simulated(seeds = 20)
    void shouldServeEveryConnectionWhenOneKernelStopsListening(Simulation simulation) {
        List<SimulatedHost> group = simulation.group("web", 2, this::open);
        SimulatedClient closing = simulation.connect(group.get(0).at(Room.PORT));
        simulation.runUntilIdle();
        simulation.faults(Faults.none().delay(Duration.ZERO, Duration.ofMillis(2)));
        closing.send("close\n");

        List<SimulatedClient> clients = IntStream.range(0, 20)
                .mapToObj(i -> simulation.connect(group.get(0).at(Room.PORT)))
                .toList();
        simulation.advance(SECOND);

        clients.forEach(client -> assertTrue(client.isConnected()));
        assertEquals(21, rooms.get(0).served + rooms.get(1).served);
    }

    @Test
    void shouldReplayOneKernelOfTheGroupAlone() {
        try (Simulation simulation = Simulation.recorded(3)) {
            talk(simulation);
            Recording recording =
                    simulation.hosts().get(1).recorder().orElseThrow().recording();
            rooms.clear();

            Replay.of(recording).run(builder -> builder.name("web-0"), this::open);

            assertEquals(1, rooms.size());
            assertTrue(rooms.get(0).served > 0);
            String text = String.join("\n", recording.lines());
            assertTrue(text.contains("neighbour poe://web-1/room/say: "), text);
            assertTrue(text.contains("letter post room 'say': "), text);
        }
    }

    @Test
    void shouldDivergeWhenAReplayPostsSomethingElseToANeighbour() {
        try (Simulation simulation = Simulation.recorded(3)) {
            talk(simulation);
            Recording recording =
                    simulation.hosts().get(1).recorder().orElseThrow().recording();

            DivergenceException divergence = assertThrows(
                    DivergenceException.class,
                    () -> Replay.of(recording)
                            .run(
                                    builder -> builder.name("web-0"),
                                    kernel -> kernel.create(Room.STATES, new Room("so ", ROOMS))));

            assertTrue(divergence.getMessage().contains("the program posts: so "), divergence.getMessage());
        }
    }

    @Test
    void shouldRefuseAGroupOfNobodyOrATakenName() {
        try (Simulation simulation = Simulation.seeded(1)) {
            simulation.group("web", 2, kernel -> {});

            assertThrows(IllegalArgumentException.class, () -> simulation.group("none", 0, kernel -> {}));
            assertThrows(IllegalArgumentException.class, () -> simulation.group("web", 1, kernel -> {}));
            assertThrows(IllegalArgumentException.class, () -> simulation.host("web"));
            assertThrows(IllegalArgumentException.class, () -> simulation.host("web-1", builder -> builder));
        }
    }

    // ---- posts

    private final List<Object> noted = new ArrayList<>();

    private States<String> noting() {
        return States.of(String.class)
                .start((name, poe) -> {
                    poe.aliasSet("noter");
                    poe.refcountIncrement(poe.session().id(), "posts of others");
                })
                .on(NOTE, (name, poe, what) -> noted.add(poe.kernel().name() + " " + what))
                .on(SEND, (name, poe, to) -> {
                    for (int i = 0; i < 5; i++) {
                        noted.add(PoeUri.of((String) to).post(poe, i));
                    }
                });
    }

    @Simulated(seeds = 10)
    void shouldPostFromHostToHostInOrderHoweverLateItIs(Simulation simulation) {
        simulation.host("Ann").kernel().create(noting(), "a");
        simulation.host("bob").kernel().create(noting(), "b");
        simulation.faults(Faults.none().delay(Duration.ofMillis(1), Duration.ofMillis(50)));
        simulation.host("Ann").kernel().post("noter", SEND, "poe://bob/noter/note");

        simulation.runUntilIdle();
        List<Object> before = List.copyOf(noted);
        simulation.advance(SECOND);

        assertEquals(List.of(true, true, true, true, true), before);
        assertEquals(List.of("bob 0", "bob 1", "bob 2", "bob 3", "bob 4"), noted.subList(5, 10));
    }

    @Test
    void shouldHoldUpPostsWhileHostsAreCutOff() {
        try (Simulation simulation = Simulation.seeded(1)) {
            simulation.host("ann").kernel().create(noting(), "a");
            simulation.group("web", 2, kernel -> kernel.create(noting(), "b"));
            simulation.partition("ann", "web");
            simulation.host("ann").kernel().post("noter", SEND, "poe://web-1/noter/note");
            simulation.host("web-0").kernel().post("noter", SEND, "poe://web-1/noter/note");

            simulation.advance(Duration.ofHours(1));
            List<Object> during = List.copyOf(noted);
            simulation.heal("ann", "web");
            simulation.runUntilIdle();

            assertEquals(15, during.size());
            assertEquals(5, during.stream().filter("web-1 4"::equals).count() * 5);
            assertEquals(List.of("web-1 0", "web-1 1", "web-1 2", "web-1 3", "web-1 4"), noted.subList(15, 20));
        }
    }

    @Test
    void shouldReachNobodyWhereThereIsNoSuchHostOrItHasEnded() {
        try (Simulation simulation = Simulation.seeded(1)) {
            Kernel ann = simulation.host("ann").kernel();
            ann.create(noting(), "a");
            simulation.host("idle");

            for (String uri : List.of("poe://bob/noter/note", "poe://idle/noter/note", "poe://ann:1/noter/note")) {
                assertFalse(PoeUri.of(uri).post(ann, 1), uri);
            }
            assertTrue(PoeUri.of("poe://ann/noter/note").post(ann, 1));
        }
    }
}
