package dev.usher.recorder;

import dev.usher.kernel.Clock;
import dev.usher.kernel.Event;
import dev.usher.kernel.Kernel;
import dev.usher.kernel.KernelBuilder;
import dev.usher.kernel.Letter;
import dev.usher.kernel.Neighbours;
import dev.usher.kernel.Processes;
import dev.usher.kernel.Seams;
import dev.usher.network.Disk;
import dev.usher.network.Network;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * Runs a program again from what was recorded: no socket and no file is opened, no program started, no time passes,
 * offloaded work is not done, and what other threads post is dropped, since all of it is in the recording. One thread;
 * each replay runs once.
 *
 * <pre>{@code
 * Replay.of(Recording.read(file)).run(kernel -> new Chat().server(7023).start(kernel));
 * }</pre>
 *
 * <p>The program must be the same, and decide by nothing but what the kernel gives it: not by {@code System.nanoTime},
 * not by the order of a {@code HashSet} of objects without a hash code of their own, nor by that of {@code Set.of},
 * which differs from one run of the JDK to the next. Where it does otherwise, the replay says at which record.
 */
public final class Replay {
    private final Recording recording;
    private final Script script;
    private boolean used;

    private Replay(Recording recording) {
        this.recording = recording;
        script = new Script(recording);
    }

    /**
     * A replay.
     *
     * @param recording of a run from its beginning
     * @return the replay, to be run
     * @throws IllegalArgumentException if the recording has lost its beginning
     */
    public static Replay of(Recording recording) {
        if (!recording.isComplete()) {
            throw new IllegalArgumentException(
                    "the recording has lost its first " + recording.dropped()
                            + " records, since there was no room for more. A replay begins where the kernel begins: this one can"
                            + " be read as text (lines()), but not replayed. Keep more megabytes to replay a run of this length");
        }
        return new Replay(recording);
    }

    /**
     * Runs a program on a kernel made as usual.
     *
     * @param program creates the sessions that the recorded program had created; the kernel is run behind it
     * @return what came of it
     * @throws DivergenceException if it did something else than the recorded run
     */
    public Replayed run(Consumer<Kernel> program) {
        return run(builder -> builder, program);
    }

    /**
     * Runs a program.
     *
     * @param configuration what was said of the recorded kernel, but for its seams
     * @param program creates the sessions that the recorded program had created; the kernel is run behind it
     * @return what came of it
     * @throws DivergenceException if it did something else than the recorded run
     */
    public Replayed run(UnaryOperator<KernelBuilder> configuration, Consumer<Kernel> program) {
        if (used) {
            throw new IllegalStateException("this replay has run: make another of the same recording");
        }
        used = true;
        script.begin();
        Throwable death = null;
        Kernel kernel = configuration.apply(Kernel.builder()).seams(new Parts()).build();
        try {
            program.accept(kernel);
            kernel.runWhile(() -> !script.isOver());
        } catch (ReplayOver over) {
            // As it should be: the recorded run had not ended when it was written down.
        } catch (Throwable e) {
            death = e;
        }
        DivergenceException failure = outcome(death);
        close(kernel);
        if (failure != null) {
            throw failure;
        }
        return new Replayed(script.hash(), recording.size(), Optional.ofNullable(death));
    }

    private DivergenceException outcome(Throwable death) {
        script.ended();
        DivergenceException divergence = script.divergence();
        if (divergence != null && death != null) {
            divergence.initCause(death);
        }
        return divergence;
    }

    private static void close(Kernel kernel) {
        try {
            kernel.close();
        } catch (Throwable late) {
            // It ends in the middle of its work, and what its stop handlers say to that was never recorded.
        }
    }

    /** What stands at the kernel's seams. */
    private final class Parts implements Seams {
        private final Times times = new Times();
        private final ReplayNetwork network = new ReplayNetwork(script);
        private long questions;

        @Override
        public Clock clock(Clock real) {
            return new Clock() {
                @Override
                public long nanoTime() {
                    pass(Kind.NANO_TIME);
                    return times.nanos();
                }

                @Override
                public Instant wallTime() {
                    pass(Kind.WALL_TIME);
                    return times.wall();
                }
            };
        }

        private void pass(Kind kind) {
            Input body = script.ask(kind, kind::text);
            if (body != null) {
                times.pass(kind, body);
                script.done();
            }
        }

        @Override
        public Network network(Network real) {
            return network;
        }

        @Override
        public Consumer<byte[]> entropy(Consumer<byte[]> real) {
            return bytes -> {
                Arrays.fill(bytes, (byte) 0);
                Input body = script.ask(Kind.ENTROPY, () -> "entropy: " + bytes.length + " bytes");
                byte[] recorded = body == null ? bytes : body.block();
                if (recorded.length == bytes.length) {
                    System.arraycopy(recorded, 0, bytes, 0, bytes.length);
                    script.done();
                } else {
                    script.diverge(
                            "recorded: " + recorded.length + " bytes of entropy; the program asks for " + bytes.length);
                }
            };
        }

        @Override
        public Processes processes(Processes real) {
            return new ReplayProcesses(script, network);
        }

        @Override
        public Disk disk(Disk real) {
            return new ReplayDisk(script, network);
        }

        @Override
        public Executor offloads(Executor real) {
            return work -> {};
        }

        /** Nobody is there: the answer is the recorded one, if the program posts the same. */
        @Override
        public Neighbours neighbours(Neighbours real) {
            return (to, payload) -> {
                Input body = script.ask(Kind.NEIGHBOUR, () -> "post to " + to);
                if (body == null) {
                    return false;
                }
                script.same("post to " + body.text(), "post to " + to);
                byte[] recorded = body.block();
                if (!Arrays.equals(recorded, Values.bytes(payload))) {
                    Object said = Values.read(new Input(recorded, 0, recorded.length));
                    script.diverge("recorded: post to " + to + ": " + said + "; the program posts: " + payload);
                }
                boolean known = body.bool();
                script.done();
                return known;
            };
        }

        @Override
        public boolean acceptsLetters() {
            return false;
        }

        @Override
        public boolean hasLetter(boolean has) {
            questions++;
            if (!isAnswered(Kind.HAS_LETTER)) {
                return false;
            }
            script.done();
            return true;
        }

        @Override
        public Letter taken(Letter letter) {
            questions++;
            if (!isAnswered(Kind.LETTER)) {
                return null;
            }
            Letter recorded = Entry.letterOf(script.peek());
            if (recorded.value() instanceof Values.Unknown unknown) {
                script.diverge("a letter for '" + recorded.event() + "' holds " + unknown
                        + ": such a run can be read as text, but replayed only up to there. Records, enums, exceptions,"
                        + " lists, sets, maps, texts, numbers, bytes and addresses can be held");
                return null;
            }
            script.done();
            return recorded;
        }

        private boolean isAnswered(Kind kind) {
            return script.isNext(kind) && script.peek().number() == questions;
        }

        @Override
        public void delivered(long session, Event<?> event, long sender) {
            script.delivered(session, event.name(), sender);
        }

        @Override
        public void died(Throwable error) {
            // Whoever runs the replay gets it.
        }
    }
}
