package dev.usher.kernel;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a kernel had at one moment: its sessions as a tree, why each lives, and all that waits. A value, which holds
 * nothing of the kernel and may go to any thread.
 *
 * @param counts how much there was of everything
 * @param kernel the kernel itself, whose children are the other sessions
 */
public record KernelDump(KernelCounts counts, SessionDump kernel) {

    /** A reason for which a session lives. Each counts as often as it is there. */
    public enum Reason {
        /** It has children. */
        CHILDREN("child", "children"),
        /** It has names. */
        ALIASES("alias", "aliases"),
        /** Events wait for it. */
        EVENTS("queued event", "queued events"),
        /** Events of its own wait for others. */
        POSTS("event to others", "events to others"),
        /** Timers are set. */
        TIMERS("timer", "timers"),
        /** It watches links. */
        LINKS("watched link", "watched links"),
        /** Output was put and not written yet. */
        OUTPUT("unwritten output", "unwritten outputs"),
        /** References by tag are held, each tag once. */
        REFERENCES("reference", "references"),
        /** Work is done on other threads. */
        OFFLOADS("offloaded work", "offloaded works"),
        /** It waits for processes. */
        PROCESSES("awaited process", "awaited processes");

        private final String one;
        private final String many;

        Reason(String one, String many) {
            this.one = one;
            this.many = many;
        }

        String text(int count) {
            return count == 1 ? "1 " + one : count + " " + many;
        }
    }

    /**
     * One session.
     *
     * @param id its id; 0 for the kernel
     * @param heap the class of its heap; empty for none
     * @param state the state of a machine; empty for others
     * @param aliases its names
     * @param reasons why it lives, and how often
     * @param references its tags and their numbers
     * @param events what waits for it in the queue, in order
     * @param timers its timers, in order of their times
     * @param links the links it watches
     * @param processes the processes it waits for
     * @param children its children
     */
    public record SessionDump(
            long id,
            String heap,
            Optional<String> state,
            List<String> aliases,
            Map<Reason, Integer> reasons,
            Map<String, Integer> references,
            List<QueuedEvent> events,
            List<Timer> timers,
            List<WatchedLink> links,
            List<Long> processes,
            List<SessionDump> children) {

        /** @return its name and why it lives, in a sentence */
        public String why() {
            return name() + (reasons.isEmpty() ? " lives for no reason: it is about to end" : " lives by " + said());
        }

        private String said() {
            List<String> said = new ArrayList<>();
            reasons.forEach((reason, count) -> said.add(reason.text(count)));
            return String.join(", ", said);
        }

        private String name() {
            return (id == 0 ? "the kernel" : "session " + id)
                    + (aliases.isEmpty() ? "" : " " + aliases)
                    + (heap.isEmpty() ? "" : " of " + heap)
                    + state.map(in -> " in state '" + in + "'").orElse("");
        }

        private void write(StringBuilder text, String indent) {
            text.append(indent).append(id == 0 ? name() : why()).append('\n');
            String more = indent + "  ";
            events.forEach(event -> text.append(more).append(event).append('\n'));
            timers.forEach(timer -> text.append(more).append(timer).append('\n'));
            links.forEach(link -> text.append(more).append(link).append('\n'));
            references.forEach(
                    (tag, count) -> text.append(more).append("reference '" + tag + "', " + count + " times\n"));
            processes.forEach(
                    pid -> text.append(more).append("process ").append(pid).append('\n'));
            children.forEach(child -> child.write(text, more));
        }
    }

    /**
     * An event in the queue.
     *
     * @param name the event
     * @param sender the session that sent it
     * @param from the event in which it was sent; empty for none
     */
    public record QueuedEvent(String name, long sender, Optional<String> from) {
        @Override
        public String toString() {
            return "event '" + name + "' from " + (sender == 0 ? "the kernel" : "session " + sender)
                    + from.map(in -> " in its '" + in + "'").orElse("");
        }
    }

    /**
     * A timer.
     *
     * @param id its id
     * @param event what it sends
     * @param in when it is due; negative if it is late
     * @param from the event in which it was set; empty for none
     */
    public record Timer(long id, String event, Duration in, Optional<String> from) {
        @Override
        public String toString() {
            return "timer " + id + " for '" + event + "' in " + in.toNanos() / 1e9 + " s"
                    + from.map(set -> ", set in '" + set + "'").orElse("");
        }
    }

    /**
     * A watched link.
     *
     * @param link the link
     * @param watcher who watches: a wheel with its number, or the events of a select
     * @param reading whether it waits until the link can be read
     * @param writing whether it waits until the link can be written
     */
    public record WatchedLink(String link, String watcher, boolean reading, boolean writing) {
        @Override
        public String toString() {
            return watcher + " watches " + link + (reading ? " for reading" : "")
                    + (writing ? (reading ? " and writing" : " for writing") : "")
                    + (reading || writing ? "" : ", paused");
        }
    }

    static KernelDump of(Kernel kernel) {
        return new KernelDump(kernel.counts(), new Look(kernel).at(kernel.root));
    }

    /** @return all sessions but the kernel, parents before children */
    public List<SessionDump> sessions() {
        List<SessionDump> all = new ArrayList<>(kernel.children);
        for (int i = 0; i < all.size(); i++) {
            all.addAll(all.get(i).children);
        }
        return all;
    }

    /**
     * Finds a session.
     *
     * @param id its id
     * @return the session, if it lived
     */
    public Optional<SessionDump> session(long id) {
        return sessions().stream().filter(session -> session.id == id).findFirst();
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        kernel.write(text, "");
        return text.toString();
    }

    /** One look at a kernel. */
    private static final class Look {
        private final Kernel kernel;
        private final Map<Session, List<QueuedEvent>> to = new HashMap<>();
        private final Map<Session, Integer> from = new HashMap<>();
        private final Map<Session, Integer> output = new HashMap<>();

        Look(Kernel kernel) {
            this.kernel = kernel;
            kernel.queue.forEach(poe -> {
                Event<?> event = poe.event == Later.LATER ? ((Later) poe.payload).event() : poe.event;
                to.computeIfAbsent(poe.session, none -> new ArrayList<>())
                        .add(new QueuedEvent(event.name(), poe.source().id, name(poe.from)));
                if (poe.source() != poe.session) {
                    from.merge(poe.source(), 1, Integer::sum);
                }
            });
            kernel.flushes.forEach(owner -> output.merge(owner, 1, Integer::sum));
        }

        SessionDump at(Session session) {
            Belongings belongings = session.belongings == null ? new Belongings() : session.belongings;
            List<QueuedEvent> events = to.getOrDefault(session, List.of());
            List<Timer> timers = timers(session);
            List<WatchedLink> links = links(session);
            List<SessionDump> children =
                    Sessions.children(session).stream().map(this::at).toList();
            Map<Reason, Integer> reasons = new EnumMap<>(Reason.class);
            put(reasons, Reason.CHILDREN, children.size());
            put(reasons, Reason.ALIASES, belongings.aliases.size());
            put(reasons, Reason.EVENTS, events.size());
            put(reasons, Reason.POSTS, from.getOrDefault(session, 0));
            put(reasons, Reason.TIMERS, timers.size());
            put(reasons, Reason.LINKS, links.size());
            put(reasons, Reason.OUTPUT, output.getOrDefault(session, 0));
            put(reasons, Reason.REFERENCES, (int) belongings.references.values().stream()
                    .filter(count -> count > 0)
                    .count());
            put(reasons, Reason.OFFLOADS, belongings.offloads);
            put(reasons, Reason.PROCESSES, belongings.pids.size());
            return new SessionDump(
                    session.id,
                    session.heap == null ? "" : session.heap.getClass().getName(),
                    Optional.ofNullable(belongings.machine).flatMap(Nfa::currentState),
                    List.copyOf(belongings.aliases),
                    reasons,
                    Map.copyOf(belongings.references),
                    List.copyOf(events),
                    timers,
                    links,
                    List.copyOf(belongings.pids),
                    children);
        }

        private static void put(Map<Reason, Integer> reasons, Reason reason, int count) {
            if (count > 0) {
                reasons.put(reason, count);
            }
        }

        private List<Timer> timers(Session session) {
            List<Timer> timers = new ArrayList<>();
            long now = kernel.time.now();
            for (Alarm alarm : Timers.inOrder(session)) {
                timers.add(
                        new Timer(alarm.id(), alarm.event.name(), Duration.ofNanos(alarm.due - now), name(alarm.from)));
            }
            return timers;
        }

        private static List<WatchedLink> links(Session session) {
            List<WatchedLink> links = new ArrayList<>();
            for (Watch watch = session.watches; watch != null; watch = watch.nextOfSession) {
                links.add(new WatchedLink(
                        watch.link.toString(), watch.watcher.toString(), watch.reads(), watch.writes()));
            }
            return links;
        }

        private static Optional<String> name(Event<?> event) {
            return Optional.ofNullable(event).map(Event::name);
        }
    }
}
