package dev.usher.kernel;

import java.time.Duration;
import java.util.ArrayList;
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
     * @param posts what it has sent to others and waits in the queue, in order
     * @param timers its timers and those of its wheels, in order of their times
     * @param wheels its wheels, as far as they watch a link, have set a timer or have output
     * @param links the links that it and its wheels watch
     * @param offloads its work on other threads
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
            List<PostedEvent> posts,
            List<Timer> timers,
            List<WheelDump> wheels,
            List<WatchedLink> links,
            List<OffloadedWork> offloads,
            List<AwaitedProcess> processes,
            List<SessionDump> children) {

        /** @return its name and why it lives, in a sentence */
        public String why() {
            return name() + (reasons.isEmpty() ? " lives for no reason: it is about to end" : " lives by " + said());
        }

        /** @return a line for each thing that it has; its children apart */
        public List<String> holders() {
            List<String> lines = new ArrayList<>();
            events.forEach(event -> lines.add(event.toString()));
            posts.forEach(post -> lines.add(post.toString()));
            timers.stream().filter(timer -> timer.wheel() == 0).forEach(timer -> lines.add(timer.toString()));
            wheels.forEach(wheel -> lines.add(wheel.toString()));
            links.stream().filter(link -> link.wheel() == 0).forEach(link -> lines.add(link.toString()));
            references.forEach(
                    (tag, count) -> lines.add("reference '" + tag + "'" + (count == 1 ? "" : ", " + count + " times")));
            offloads.forEach(work -> lines.add(work.toString()));
            processes.forEach(process -> lines.add(process.toString()));
            return lines;
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
            holders().forEach(holder -> text.append(more).append(holder).append('\n'));
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
     * An event in the queue, seen by its sender.
     *
     * @param name the event
     * @param receiver the session it waits for
     */
    public record PostedEvent(String name, long receiver) {
        @Override
        public String toString() {
            return "event '" + name + "' to " + (receiver == 0 ? "the kernel" : "session " + receiver);
        }
    }

    /**
     * A timer.
     *
     * @param id its id
     * @param event what it sends; a wheel's own calls the wheel instead
     * @param in when it is due; negative if it is late
     * @param from the event in which it was set; empty for none
     * @param wheel the id of the wheel whose own it is; 0 for none
     */
    public record Timer(long id, String event, Duration in, Optional<String> from, long wheel) {
        @Override
        public String toString() {
            return "timer " + id + " for '" + event + "' in " + seconds()
                    + from.map(set -> ", set in '" + set + "'").orElse("");
        }

        private String seconds() {
            return in.toNanos() / 1e9 + " s";
        }
    }

    /**
     * A wheel.
     *
     * @param id its id, as it comes with its events
     * @param kind what kind of wheel it is
     * @param session the session whose wheel it is
     * @param links the links it watches
     * @param timers its own timers
     * @param looksAt what it looks at when a timer is due, a file say; empty where that is no link
     * @param hasOutput whether something was put that will be written at the end of this slice
     */
    public record WheelDump(
            long id,
            String kind,
            long session,
            List<WatchedLink> links,
            List<Timer> timers,
            Optional<String> looksAt,
            boolean hasOutput) {
        @Override
        public String toString() {
            List<String> does = new ArrayList<>();
            links.forEach(link -> does.add("watches " + link.what()));
            timers.forEach(timer ->
                    does.add(looksAt.map(what -> "looks at " + what).orElse("is called") + " in " + timer.seconds()));
            if (hasOutput) {
                does.add("has output");
            }
            return "wheel " + kind + " " + id + " " + String.join(", ", does);
        }
    }

    /**
     * A watched link.
     *
     * @param link the link
     * @param watcher who watches: a wheel with its number, or the events of a select
     * @param reading whether it waits until the link can be read
     * @param writing whether it waits until the link can be written
     * @param wheel the id of the wheel that watches; 0 for none
     */
    public record WatchedLink(String link, String watcher, boolean reading, boolean writing, long wheel) {
        @Override
        public String toString() {
            return watcher + " watches " + what();
        }

        private String what() {
            return link
                    + (reading ? " for reading" : "")
                    + (writing ? (reading ? " and writing" : " for writing") : "")
                    + (reading || writing ? "" : " (paused)");
        }
    }

    /**
     * Work on another thread.
     *
     * @param number counted by the kernel
     * @param done the event by which its result will come
     * @param from the event in which it was begun; empty for none
     */
    public record OffloadedWork(long number, String done, Optional<String> from) {
        @Override
        public String toString() {
            return "offloaded work " + number + " for '" + done + "'"
                    + from.map(begun -> ", begun in '" + begun + "'").orElse("");
        }
    }

    /**
     * A process whose end is waited for.
     *
     * @param pid its id
     * @param event by which the session will be told
     */
    public record AwaitedProcess(long pid, String event) {
        @Override
        public String toString() {
            return "process " + pid + " for '" + event + "'";
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
}
