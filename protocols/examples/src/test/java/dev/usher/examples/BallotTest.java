package dev.usher.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.component.tcp.Backoff;
import dev.usher.component.tcp.TcpClient;
import dev.usher.component.tcp.TcpServer;
import dev.usher.kernel.Kernel;
import dev.usher.simulation.FaultPlan;
import dev.usher.simulation.Simulation;
import dev.usher.simulation.junit.Simulated;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * How a server of one's own is tested under faults: three machines, a storm drawn by the seed, and a sentence that must
 * hold for every seed: each vote is counted, and counted once.
 */
class BallotTest {
    private static final int VOTES = 20;
    private static final Duration STORM = Duration.ofMinutes(1);

    /** The server: {@code vote ID} is counted and answered by {@code ok ID}. */
    static final class Ballot {
        final boolean remembers;
        private final Set<String> seen = new HashSet<>();
        int count;

        Ballot(boolean remembers) {
            this.remembers = remembers;
        }

        void start(Kernel kernel) {
            TcpServer.at(7000)
                    .clientInput((client, poe, line) -> {
                        String id = line.substring("vote ".length());
                        if (seen.add(id) || !remembers) {
                            count++;
                        }
                        client.put("ok " + id);
                    })
                    .clientError((client, poe, error) -> {}) // the voter comes back
                    .start(kernel);
        }
    }

    /** A voter: says what was not answered yet each time it is connected. */
    static final class Voter {
        final Set<String> open = new TreeSet<>();

        Voter(String name) {
            for (int i = 0; i < VOTES; i++) {
                open.add(name + i);
            }
        }

        void start(Kernel kernel) {
            TcpClient.to("ballot", 7000)
                    .reconnect(Backoff.of(Duration.ofMillis(500), Duration.ofSeconds(5)))
                    .connected((client, poe) -> open.forEach(id -> client.put("vote " + id)))
                    .connectError((client, poe, error) -> {}) // it is tried again
                    .serverError((client, poe, error) -> {})
                    .serverInput((client, poe, line) -> {
                        open.remove(line.substring("ok ".length()));
                        if (open.isEmpty()) {
                            client.shutdown();
                        }
                    })
                    .start(kernel);
        }
    }

    private static int count(Simulation simulation, Ballot ballot) {
        Voter ann = new Voter("ann");
        Voter bob = new Voter("bob");
        ballot.start(simulation.host("ballot").kernel());
        ann.start(simulation.host("ann").kernel());
        bob.start(simulation.host("bob").kernel());
        simulation.follow(FaultPlan.drawn(simulation.seed(), STORM, "ballot", "ann", "bob"));
        simulation.advance(STORM.plusMinutes(5));
        assertEquals(Set.of(), ann.open);
        assertEquals(Set.of(), bob.open);
        return ballot.count;
    }

    @Simulated(seeds = 100)
    void shouldCountEachVoteOnce(Simulation simulation) {
        assertEquals(2 * VOTES, count(simulation, new Ballot(true)));
    }

    /** Were the storm harmless, the test above would say nothing. */
    @Test
    void shouldFindASeedForAServerThatForgets() {
        assertTrue(LongStream.rangeClosed(1, 100).anyMatch(seed -> {
            try (Simulation simulation = Simulation.seeded(seed)) {
                return count(simulation, new Ballot(false)) > 2 * VOTES;
            }
        }));
    }
}
