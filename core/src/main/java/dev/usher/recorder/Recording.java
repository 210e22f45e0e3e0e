package dev.usher.recorder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;

/** What a {@link FlightRecorder} has kept. Immutable. The file's format is described in the README of this module. */
public final class Recording {
    private static final byte[] MAGIC = {'U', 'S', 'H', 'E', 'R', 'F', 'L', 'T'};
    private static final int VERSION = 1;
    private static final int SUM = Integer.BYTES;

    private final long dropped;
    private final Times base = new Times();
    private final long hash;
    private final long steps;
    private final long count;
    private final byte[] records;

    Recording(long dropped, Times base, TraceHash hash, long count, byte[] records) {
        this(dropped, base, hash.value(), hash.steps(), count, records);
    }

    private Recording(long dropped, Times base, long hash, long steps, long count, byte[] records) {
        this.dropped = dropped;
        this.base.from(base);
        this.hash = hash;
        this.steps = steps;
        this.count = count;
        this.records = records;
    }

    /**
     * Reads a file that a recorder has written.
     *
     * @param file the file
     * @return its recording
     * @throws IOException if it cannot be read, is no recording, is of another version or damaged; the message says
     *     which
     */
    public static Recording read(Path file) throws IOException {
        if (!Files.exists(file)) {
            throw new NoSuchFileException(file.toString());
        }
        byte[] bytes = Files.readAllBytes(file);
        if (bytes.length < MAGIC.length + 1 + SUM || !Arrays.equals(MAGIC, 0, MAGIC.length, bytes, 0, MAGIC.length)) {
            throw new IOException(file + " is no recording: it does not begin as one");
        }
        Input in = new Input(bytes, MAGIC.length, bytes.length - SUM);
        int version = in.octet();
        if (version != VERSION) {
            throw new IOException(file + " is a recording of version " + version + ", and this reads version " + VERSION
                    + ": use the release that wrote it");
        }
        int sum = new Input(bytes, bytes.length - SUM, bytes.length).int32();
        if (sum != new Checks().of(bytes, 0, bytes.length - SUM)) {
            throw new IOException(file + " is damaged: its sum is not that of its bytes");
        }
        long dropped = in.int64();
        Times base = Times.read(in);
        long hash = in.int64();
        long steps = in.int64();
        long count = in.int64();
        return new Recording(dropped, base, hash, steps, count, Arrays.copyOfRange(bytes, in.at(), bytes.length - SUM));
    }

    /**
     * Writes it into a file.
     *
     * @param file replaced if it is there
     * @throws IOException if it cannot be written
     */
    public void write(Path file) throws IOException {
        Output out = new Output();
        for (byte each : MAGIC) {
            out.octet(each);
        }
        out.octet(VERSION);
        out.int64(dropped);
        base.write(out);
        out.int64(hash);
        out.int64(steps);
        out.int64(count);
        byte[] head = Arrays.copyOf(out.array(), out.size());
        byte[] whole = Arrays.copyOf(head, head.length + records.length + SUM);
        System.arraycopy(records, 0, whole, head.length, records.length);
        Output sum = new Output();
        sum.int32(new Checks().of(whole, 0, whole.length - SUM));
        System.arraycopy(sum.array(), 0, whole, whole.length - SUM, SUM);
        Files.write(file, whole);
    }

    /** @return whether nothing from the kernel's beginning on is missing: only then it can be replayed */
    public boolean isComplete() {
        return dropped == 0;
    }

    /** @return how many records it has lost from its beginning, because there was no room for more */
    public long dropped() {
        return dropped;
    }

    /** @return how many records it has */
    public long size() {
        return count;
    }

    /** @return what the recorded run did until this was written, as a number that is the same for the same run */
    public long traceHash() {
        return hash;
    }

    /** @return how many steps that number is made of: records, events delivered and links watched and closed */
    public long steps() {
        return steps;
    }

    /**
     * @return its records as text, one a line: number, nanoseconds since the clock's start, and what was asked and
     *     answered
     */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        Times times = new Times();
        times.from(base);
        each((record, number) -> {
            times.pass(record.kind(), record.body());
            lines.add(number + " " + times.nanos() + " " + record.text(times));
        });
        return lines;
    }

    Input records() {
        return new Input(records, 0, records.length);
    }

    private void each(BiConsumer<Entry, Long> viewer) {
        Input in = records();
        for (long number = dropped + 1; !in.isEmpty(); number++) {
            viewer.accept(Entry.next(in), number);
        }
    }

    @Override
    public String toString() {
        return "recording of " + count + " records, " + records.length + " bytes"
                + (dropped == 0 ? "" : ", the first " + dropped + " lost") + ", trace "
                + String.format("%016x", hash);
    }
}
