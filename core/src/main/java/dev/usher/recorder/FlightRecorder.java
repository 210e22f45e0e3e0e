package dev.usher.recorder;

import dev.usher.kernel.Clock;
import dev.usher.kernel.Event;
import dev.usher.kernel.Letter;
import dev.usher.kernel.Neighbours;
import dev.usher.kernel.Processes;
import dev.usher.kernel.Seams;
import dev.usher.network.Disk;
import dev.usher.network.Network;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the last megabytes of everything that came into a kernel from outside: connections, bytes, readiness, clock
 * readings, entropy, files, what child processes say, and what other threads, offloaded work and signals have sent.
 * {@link Replay} runs the program again from it.
 *
 * <pre>{@code
 * FlightRecorder recorder = FlightRecorder.keeping(16).writeWhenDying(Path.of("server.flight"));
 * Kernel kernel = Kernel.builder().seams(recorder).build();
 * }</pre>
 *
 * <p>Belongs to its kernel's thread, but for {@link #writeSoon}.
 */
public final class FlightRecorder implements Seams {
    private static final Logger LOG = LoggerFactory.getLogger(FlightRecorder.class);
    private static final int MOST = 1_024;

    private final Output out = new Output();
    private final TraceHash hash = new TraceHash();
    private final Checks checks = new Checks();
    private final Times times = new Times();
    private final Times base = new Times();
    private final Ring ring;
    private Thread owner = Thread.currentThread();
    private boolean offloading; // on the kernel's own thread
    private Clock clock;
    private Kind kind; // of the record being written
    private long lastLink;
    private long questions;
    private Path whenDying; // null: nowhere
    private RecordingPoller poller;
    private volatile Wanted wanted; // null: nobody waits for a file

    private record Wanted(Path file, CompletableFuture<Path> written) {}

    private FlightRecorder(int megabytes) {
        ring = new Ring(megabytes << 20, base);
    }

    /**
     * A recorder for one kernel.
     *
     * @param megabytes how many to keep, 1 to 1,024: allocated at once
     * @return the recorder
     */
    public static FlightRecorder keeping(int megabytes) {
        if (megabytes < 1 || megabytes > MOST) {
            throw new IllegalArgumentException("a recorder keeps 1 to " + MOST + " megabytes, not " + megabytes);
        }
        return new FlightRecorder(megabytes);
    }

    /**
     * Writes the recording when an exception ends the kernel because no DIE handler took care of it.
     *
     * @param file replaced if it is there
     * @return this
     */
    public FlightRecorder writeWhenDying(Path file) {
        whenDying = Objects.requireNonNull(file, "file");
        return this;
    }

    /** @return what is kept now, as a copy; on the kernel's thread, or when the kernel runs no more */
    public Recording recording() {
        return new Recording(ring.dropped(), base, hash, ring.kept(), ring.copy());
    }

    /** @return what the run did so far, as a number that is the same for the same run on every JDK */
    public long traceHash() {
        return hash.value();
    }

    /**
     * Writes what is kept into a file. On the kernel's thread, or when the kernel runs no more.
     *
     * @param file replaced if it is there
     * @throws IOException if it cannot be written
     */
    public void write(Path file) throws IOException {
        recording().write(file);
    }

    /**
     * Has what is kept written into a file at the kernel's next poll, which this ends, or at its end. Any thread; of
     * two asked for before that poll, only the later is written.
     *
     * @param file replaced if it is there
     * @return complete with the file when it is written, on the kernel's thread
     */
    public CompletableFuture<Path> writeSoon(Path file) {
        Wanted asked = new Wanted(Objects.requireNonNull(file, "file"), new CompletableFuture<>());
        Wanted before = wanted;
        wanted = asked;
        if (before != null) {
            before.written.cancel(false);
        }
        RecordingPoller polling = poller;
        if (polling != null) {
            polling.wakeUp();
        }
        return asked.written;
    }

    // ---- records

    /** Begins a record; what goes into it is put into the output that this answers. */
    Output begin(Kind what) {
        kind = what;
        out.clear();
        return out;
    }

    void end() {
        hash.step(kind.ordinal(), checks.of(out.array(), 0, out.size()));
        ring.add(kind, hash.check(), out);
    }

    /** Ends a record of something that failed. */
    <T extends Throwable> T failed(T failure) {
        out.bool(false);
        Values.failure(out, failure);
        end();
        return failure;
    }

    /** What the program does to the world that has no answer is a step of its trace, but no record. */
    void did(int what, long link) {
        hash.step(what, link);
    }

    /** The sum of what a program has written. */
    int check(ByteBuffer buffer, int from, int count) {
        return checks.of(buffer, from, count);
    }

    long newLink() {
        return ++lastLink;
    }

    /** Whether this is the kernel's thread: what others ask of a link or a resolver is not the kernel's input. */
    boolean isOwn() {
        return Thread.currentThread() == owner && !offloading;
    }

    /** Between polls a file may be written that another thread has asked for. */
    void polled() {
        Wanted asked = wanted;
        if (asked == null) {
            return;
        }
        wanted = null;
        try {
            write(asked.file);
            asked.written.complete(asked.file);
        } catch (IOException e) {
            asked.written.completeExceptionally(e);
        }
    }

    // ---- seams

    @Override
    public Clock clock(Clock real) {
        if (clock != null) {
            throw new IllegalStateException("this recorder has a kernel already: each kernel needs one of its own");
        }
        clock = real;
        return new RecordingClock();
    }

    private final class RecordingClock implements Clock {
        @Override
        public long nanoTime() {
            long now = clock.nanoTime();
            times.nanos(begin(Kind.NANO_TIME), now);
            end();
            return now;
        }

        @Override
        public Instant wallTime() {
            Instant now = clock.wallTime();
            times.wall(begin(Kind.WALL_TIME), now);
            end();
            return now;
        }
    }

    @Override
    public Network network(Network real) {
        return new RecordingNetwork(this, real);
    }

    RecordingPoller polling(RecordingPoller opened) {
        poller = opened;
        return opened;
    }

    @Override
    public Consumer<byte[]> entropy(Consumer<byte[]> real) {
        return bytes -> {
            real.accept(bytes);
            begin(Kind.ENTROPY).block(bytes);
            end();
        };
    }

    @Override
    public Processes processes(Processes real) {
        return new RecordingProcesses(this, real);
    }

    @Override
    public Disk disk(Disk real) {
        return new RecordingDisk(this, real);
    }

    @Override
    public Executor offloads(Executor real) {
        return work -> real.execute(() -> offloaded(work));
    }

    /** Work that is done on the kernel's own thread, as in a simulation, is not the kernel's all the same. */
    private void offloaded(Runnable work) {
        boolean own = isOwn();
        offloading |= own;
        try {
            work.run();
        } finally {
            offloading &= !own;
        }
    }

    @Override
    public Neighbours neighbours(Neighbours real) {
        return (to, payload) -> {
            byte[] said = Values.bytes(payload); // before it is the neighbour's too
            boolean known = real.post(to, payload);
            Output record = begin(Kind.NEIGHBOUR);
            record.text(to.toString());
            record.block(said);
            record.bool(known);
            end();
            return known;
        };
    }

    @Override
    public boolean acceptsLetters() {
        return true;
    }

    @Override
    public boolean hasLetter(boolean has) {
        questions++;
        if (has) {
            begin(Kind.HAS_LETTER).number(questions);
            end();
        }
        return has;
    }

    @Override
    public Letter taken(Letter letter) {
        questions++;
        if (letter != null) {
            Output record = begin(Kind.LETTER);
            record.number(questions);
            record.octet(letter.kind().ordinal());
            record.number(letter.number());
            record.text(letter.name());
            record.text(letter.event());
            Values.write(record, letter.value());
            end();
        }
        return letter;
    }

    @Override
    public void delivered(long session, Event<?> event, long sender) {
        owner = Thread.currentThread();
        hash.delivered(session, event.name(), sender);
    }

    @Override
    public void died(Throwable error) {
        if (whenDying == null) {
            return;
        }
        try {
            write(whenDying);
            LOG.error("the recording of a run that ended by an exception is in {}", whenDying, error);
        } catch (IOException e) {
            error.addSuppressed(e);
            LOG.error("the recording of a run that ended by an exception cannot be written to {}", whenDying, e);
        }
    }
}
