package dev.usher.kernel;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What only some sessions have, kept apart so that the others do not pay for it. */
final class Belongings {
    final TreeSet<String> aliases = new TreeSet<>();
    final Map<String, Integer> references = new LinkedHashMap<>();
    final Map<String, SignalWatch> signals = new LinkedHashMap<>();
    final Set<Long> pids = new LinkedHashSet<>();
    final Set<Ending> endings = new LinkedHashSet<>(0);
    final Map<Long, Offloaded> offloads = new LinkedHashMap<>(0);
    Nfa<?> machine; // null for a plain session

    /** Who is told of the session's end, and by which event. */
    record Ending(Session told, Event<Session> event) {}

    /** Work on another thread, by its number: how it will be told of, and in which event it was begun. */
    record Offloaded(Event<?> done, Event<?> from) {}

    /** One {@code sig}: the event to send and what to send along. */
    record SignalWatch(Event<SignalInfo> event, Object extra) {}
}
