package dev.usher.kernel;

import dev.usher.kernel.KernelDump.AwaitedProcess;
import dev.usher.kernel.KernelDump.OffloadedWork;
import dev.usher.kernel.KernelDump.PostedEvent;
import dev.usher.kernel.KernelDump.QueuedEvent;
import dev.usher.kernel.KernelDump.Reason;
import dev.usher.kernel.KernelDump.SessionDump;
import dev.usher.kernel.KernelDump.Timer;
import dev.usher.kernel.KernelDump.WatchedLink;
import dev.usher.kernel.KernelDump.WheelDump;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** One look at a kernel, which makes a {@link KernelDump} of it. */
final class Look {
    private final Kernel kernel;
    private final Map<Session, List<QueuedEvent>> to = new HashMap<>();
    private final Map<Session, List<PostedEvent>> from = new HashMap<>();
    private final Map<Session, List<Flushable>> output = new HashMap<>();

    Look(Kernel kernel) {
        this.kernel = kernel;
        kernel.queue.forEach(poe -> {
            String event =
                    (poe.event == Later.LATER ? ((Later) Traced.payload(poe.payload)).event() : poe.event).name();
            add(to, poe.session, new QueuedEvent(event, poe.source().id, name(poe.from)));
            if (poe.source() != poe.session && poe.source() != kernel.root) {
                add(from, poe.source(), new PostedEvent(event, poe.session.id));
            }
        });
        kernel.flushes.forEach((owner, flushable) -> add(output, owner, flushable));
    }

    private static <T> void add(Map<Session, List<T>> lists, Session session, T one) {
        lists.computeIfAbsent(session, none -> new ArrayList<>()).add(one);
    }

    SessionDump at(Session session) {
        Belongings belongings = session.belongings == null ? new Belongings() : session.belongings;
        List<QueuedEvent> events = to.getOrDefault(session, List.of());
        List<PostedEvent> posts = from.getOrDefault(session, List.of());
        Wheels wheels = new Wheels(session);
        List<Timer> timers = timers(session, wheels);
        List<WatchedLink> links = links(session, wheels);
        List<Flushable> outputs = output.getOrDefault(session, List.of());
        outputs.forEach(wheels::hasOutput);
        List<SessionDump> children =
                Sessions.children(session).stream().map(this::at).toList();
        Map<Reason, Integer> reasons = new EnumMap<>(Reason.class);
        put(reasons, Reason.CHILDREN, children.size());
        put(reasons, Reason.ALIASES, belongings.aliases.size());
        put(reasons, Reason.EVENTS, events.size());
        put(reasons, Reason.POSTS, posts.size());
        put(reasons, Reason.TIMERS, timers.size());
        put(reasons, Reason.LINKS, links.size());
        put(reasons, Reason.OUTPUT, outputs.size());
        put(reasons, Reason.REFERENCES, (int) belongings.references.values().stream()
                .filter(count -> count > 0)
                .count());
        put(reasons, Reason.OFFLOADS, belongings.offloads.size());
        put(reasons, Reason.PROCESSES, belongings.pids.size());
        return new SessionDump(
                session.id,
                session.heap == null ? "" : session.heap.getClass().getName(),
                Optional.ofNullable(belongings.machine).flatMap(Nfa::currentState),
                List.copyOf(belongings.aliases),
                reasons,
                Map.copyOf(belongings.references),
                List.copyOf(events),
                List.copyOf(posts),
                timers,
                wheels.dumps(),
                links,
                offloads(belongings),
                belongings.pids.stream()
                        .map(pid -> new AwaitedProcess(
                                pid, kernel.pids.told(session, pid).name()))
                        .toList(),
                children);
    }

    private static void put(Map<Reason, Integer> reasons, Reason reason, int count) {
        if (count > 0) {
            reasons.put(reason, count);
        }
    }

    private List<Timer> timers(Session session, Wheels wheels) {
        List<Timer> timers = new ArrayList<>();
        long now = kernel.time.now();
        for (Alarm alarm : Timers.inOrder(session)) {
            WheelTimer.Owner owner = Traced.payload(alarm.payload) instanceof WheelTimer timer ? timer.owner() : null;
            Timer timer = new Timer(
                    alarm.id(),
                    alarm.event.name(),
                    Duration.ofNanos(alarm.due - now),
                    name(alarm.from),
                    owner == null ? 0 : owner.wheelId());
            timers.add(timer);
            if (timer.wheel() != 0) {
                wheels.hasTimer(owner, timer);
            }
        }
        return timers;
    }

    private static List<WatchedLink> links(Session session, Wheels wheels) {
        List<WatchedLink> links = new ArrayList<>();
        for (Watch watch = session.watches; watch != null; watch = watch.nextOfSession) {
            Watcher watcher = Observation.observed(watch.watcher);
            WatchedLink link = new WatchedLink(
                    watch.link.toString(), watcher.toString(), watch.reads(), watch.writes(), watcher.wheelId());
            links.add(link);
            if (link.wheel() != 0) {
                wheels.watches(watcher, link);
            }
        }
        return links;
    }

    private static List<OffloadedWork> offloads(Belongings belongings) {
        List<OffloadedWork> works = new ArrayList<>();
        belongings.offloads.forEach((number, work) ->
                works.add(new OffloadedWork(number, work.done().name(), name(work.from()))));
        return works;
    }

    private static Optional<String> name(Event<?> event) {
        return Optional.ofNullable(event).map(Event::name);
    }

    /** The wheels of one session, put together from what the kernel calls on their behalf. */
    private static final class Wheels {
        private final Session session;
        private final Map<Long, Parts> byId = new TreeMap<>();

        private static final class Parts {
            String kind;
            final List<WatchedLink> links = new ArrayList<>();
            final List<Timer> timers = new ArrayList<>();
            Optional<String> looksAt = Optional.empty();
            boolean hasOutput;
        }

        Wheels(Session session) {
            this.session = session;
        }

        private Parts of(OfWheel part) {
            Parts parts = byId.computeIfAbsent(part.wheelId(), none -> new Parts());
            parts.kind = part.wheelKind();
            return parts;
        }

        void watches(Watcher watcher, WatchedLink link) {
            of(watcher).links.add(link);
        }

        void hasTimer(WheelTimer.Owner owner, Timer timer) {
            Parts parts = of(owner);
            parts.timers.add(timer);
            parts.looksAt = owner.looksAt();
        }

        void hasOutput(Flushable flushable) {
            if (flushable.wheelId() != 0) {
                of(flushable).hasOutput = true;
            }
        }

        List<WheelDump> dumps() {
            List<WheelDump> dumps = new ArrayList<>();
            byId.forEach((id, wheel) -> dumps.add(new WheelDump(
                    id,
                    wheel.kind,
                    session.id,
                    List.copyOf(wheel.links),
                    List.copyOf(wheel.timers),
                    wheel.looksAt,
                    wheel.hasOutput)));
            return dumps;
        }
    }
}
