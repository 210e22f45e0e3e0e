package dev.usher.suites;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.usher.kernel.Kernel;
import dev.usher.kernel.KernelCounts;
import dev.usher.simulation.Simulation;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/** A simulated kernel, what its sessions have seen, line by line, and a look for leftovers at the end. */
abstract class SuiteCase {
    final Simulation simulation = Simulation.seeded(1);
    final Kernel kernel = simulation.kernel();
    final List<String> seen = new ArrayList<>();

    @AfterEach
    final void shouldLeaveNothing() {
        simulation.close();
        assertEquals(new KernelCounts(0, 0, 0, 0, 0, 0, 0, 0), kernel.counts());
        assertEquals(0, simulation.network().watchedLinks());
    }

    final void saw(String line) {
        seen.add(line);
    }

    /** The lines so far are these and no others; they are forgotten. */
    final void shows(String... expected) {
        assertEquals(String.join("\n", expected), String.join("\n", seen));
        seen.clear();
    }

    /** Runs until no session is left, and shows what was seen meanwhile. */
    final void runShows(String... expected) {
        kernel.run();
        shows(expected);
    }
}
