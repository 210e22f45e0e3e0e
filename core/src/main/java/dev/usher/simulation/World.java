package dev.usher.simulation;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What all machines of a simulation share: time, chance, names, and what is on its way. One thread.
 *
 * <p>The first machine owns every address that no other has, so that one alone is the whole world.
 */
final class World {
    private static final long GIVE_UP_NS = 924_600_000_000L; // as Linux does after 15 retransmissions

    final VirtualClock clock;
    final Chance chance;
    final Hosts hosts = new Hosts();
    private final Agenda agenda = new Agenda();
    private final List<SimulatedNetwork> machines = new ArrayList<>();
    private final Map<InetAddress, SimulatedNetwork> byAddress = new LinkedHashMap<>();
    private final Set<Cut> cuts = new HashSet<>();
    private final List<Held> held = new ArrayList<>();

    /** Two machines between which nothing arrives, in either direction. */
    private record Cut(SimulatedNetwork one, SimulatedNetwork other) {}

    /** What has departed, on a link or as a letter (null), and waits for a cut to heal. */
    private record Held(SimulatedStreamLink link, SimulatedNetwork from, SimulatedNetwork to, Runnable effect) {}

    World(VirtualClock clock, Chance chance) {
        this.clock = clock;
        this.chance = chance;
    }

    void add(SimulatedNetwork machine, InetAddress address) {
        machines.add(machine);
        if (address != null) {
            byAddress.put(address, machine);
        }
    }

    /** Whether there is more than one machine: then no poll of one may move the clock for all. */
    boolean isShared() {
        return machines.size() > 1;
    }

    SimulatedNetwork owner(InetAddress address) {
        return byAddress.getOrDefault(address, machines.get(0));
    }

    // ---- what is on its way

    void at(long dueNs, Runnable effect) {
        agenda.add(dueNs, effect);
    }

    /** Lets something arrive at the other end of a connection, unless their machines are cut off from each other. */
    void carry(SimulatedStreamLink from, long dueNs, Runnable effect) {
        if (from.network == from.other) {
            at(dueNs, effect);
        } else {
            at(dueNs, () -> cross(from, effect));
        }
    }

    private void cross(SimulatedStreamLink from, Runnable effect) {
        if (!isCut(from.network, from.other)) {
            effect.run();
            return;
        }
        Held waiting = new Held(from, from.network, from.other, effect);
        held.add(waiting);
        at(clock.nowNs() + GIVE_UP_NS, () -> {
            if (held.contains(waiting)) {
                held.removeIf(each -> each.link == from);
                from.timedOut();
            }
        });
    }

    /** Lets a letter arrive at another kernel, be it after the cut. */
    void carry(SimulatedNetwork from, SimulatedNetwork to, long dueNs, Runnable effect) {
        at(dueNs, () -> {
            if (isCut(from, to)) {
                held.add(new Held(null, from, to, effect));
            } else {
                effect.run();
            }
        });
    }

    void deliver() {
        if (agenda.nextNs() <= clock.nowNs()) {
            agenda.deliver(clock.nowNs());
            unpark();
        }
    }

    long nextNs() {
        return agenda.nextNs();
    }

    /** Something has happened: every machine looks again whether it has to do. */
    void unpark() {
        machines.forEach(SimulatedNetwork::unpark);
    }

    // ---- partitions

    void cut(SimulatedNetwork one, SimulatedNetwork other) {
        cuts.add(new Cut(one.machine(), other.machine()));
        cuts.add(new Cut(other.machine(), one.machine()));
    }

    boolean isCut(SimulatedNetwork one, SimulatedNetwork other) {
        return cuts.contains(new Cut(one.machine(), other.machine()));
    }

    /** What was held up arrives now, in the order in which it would have. */
    void heal(SimulatedNetwork one, SimulatedNetwork other) {
        cuts.remove(new Cut(one.machine(), other.machine()));
        cuts.remove(new Cut(other.machine(), one.machine()));
        List<Runnable> arrived = new ArrayList<>();
        for (Iterator<Held> all = held.iterator(); all.hasNext(); ) {
            Held each = all.next();
            if (!isCut(each.from, each.to)) {
                all.remove();
                arrived.add(each.effect);
            }
        }
        arrived.forEach(Runnable::run);
        unpark();
    }
}
