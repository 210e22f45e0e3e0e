package dev.usher.simulation;

import dev.usher.kernel.Neighbours;
import dev.usher.kernel.PoeUri;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * How the kernels of a simulation post to each other by {@code poe:} URIs: at once on one machine, elsewhere as bytes
 * travel, late or behind a partition, and always in their order. One thread.
 */
final class Neighbourhood {
    private final World world;
    private final Map<String, SimulatedHost> byName = new HashMap<>();
    private final Map<Way, Long> lastArrivalNs = new HashMap<>();

    private record Way(SimulatedNetwork from, SimulatedHost to) {}

    Neighbourhood(World world) {
        this.world = world;
    }

    void add(SimulatedHost host) {
        byName.put(host.name().toLowerCase(Locale.ROOT), host);
    }

    /** The others, as one kernel reaches them. */
    Neighbours of(SimulatedNetwork from) {
        return (to, payload) -> {
            SimulatedHost host = to.port() == PoeUri.DEFAULT_PORT ? byName.get(to.host()) : null;
            if (host == null || host.kernel().counts().sessions() == 0) {
                return false; // as a kernel of a group, which ends with its last session
            }
            boolean near = host.network().machine() == from.machine();
            long dueNs =
                    lastArrivalNs.merge(new Way(from, host), near ? world.clock.nowNs() : from.arrivalNs(), Math::max);
            world.carry(from, host.network(), dueNs, () -> to.postFromAnyThread(host.kernel(), payload));
            return true;
        };
    }
}
