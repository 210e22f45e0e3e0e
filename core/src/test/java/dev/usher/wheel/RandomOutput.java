package dev.usher.wheel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.driver.FileRegion;
import dev.usher.filter.Filter;
import dev.usher.filter.Input;
import dev.usher.filter.Output;
import dev.usher.kernel.Context;
import dev.usher.kernel.IoError;
import dev.usher.simulation.Faults;
import dev.usher.simulation.Simulation;
import java.io.ByteArrayOutputStream;
import java.net.InetSocketAddress;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * A program that puts records of all kinds at random moments over a bad network, beside a model of what may come of it:
 * the peer has every byte that was put, or the beginning of them and somebody was told why; flushed is told behind the
 * last put and only when nothing is left, high and low in turn, and no failure twice.
 */
final class RandomOutput {
    private static final InetSocketAddress ADDRESS = new InetSocketAddress("127.0.0.1", 9000);

    /** Writes the record that was made last, with its own mark before it. */
    private final class Marked implements Filter<String, String> {
        private final Lines lines = new Lines();
        private final byte[] mark;

        private Marked(String mark) {
            this.mark = mark.getBytes(StandardCharsets.ISO_8859_1);
        }

        @Override
        public String next(Input input) {
            return lines.next(input);
        }

        @Override
        public void put(String kind, Output out) {
            out.put(mark);
            switch (kind) {
                case "short" -> out.put(record);
                case "lent" -> out.putLast(record, 0, record.length);
                case "shared" -> out.putShared(record, 0, record.length);
                case "file" -> out.put(new FileRegion(file, fileAt, record.length, 5_000, false));
                default -> {
                    out.put(record);
                    throw new IllegalArgumentException(kind);
                }
            }
        }

        @Override
        public Marked fresh() {
            return this;
        }
    }

    /** Takes what comes, whatever it is. */
    private static final class Anything implements Filter<String, String> {
        @Override
        public String next(Input input) {
            return input.isEmpty() ? null : input.take(input.remaining(), StandardCharsets.ISO_8859_1);
        }

        @Override
        public void put(String line, Output out) {
            out.put((line + "\n").getBytes(StandardCharsets.ISO_8859_1));
        }

        @Override
        public Anything fresh() {
            return this;
        }
    }

    private final String run;
    private final SplittableRandom random;
    private final FileChannel file;
    private final byte[] content; // of the file
    private final boolean tls;
    private final double resets;
    private final boolean marked;
    private final boolean capped;
    private final Recorder server = new Recorder();
    private final Recorder client = new Recorder();
    private final Marked[] filters = {new Marked(""), new Marked("B"), new Marked("a mark of another filter")};
    private final ByteArrayOutputStream put = new ByteArrayOutputStream();
    private final StringBuilder lines = new StringBuilder();
    private final StringBuilder read = new StringBuilder();
    private final Set<String> failed = new HashSet<>();
    private Marked filter = filters[0];
    private byte[] record;
    private int fileAt;
    private boolean unflushed;
    private boolean high;
    private boolean shut;
    private boolean closed;
    private int left = 5; // puts inside events

    RandomOutput(long seed, FileChannel file, byte[] content, boolean tls, double resets) {
        run = "seed " + seed + (tls ? " over TLS" : "");
        random = new SplittableRandom(seed);
        this.file = file;
        this.content = content;
        this.tls = tls;
        this.resets = resets;
        marked = random.nextBoolean();
        capped = random.nextInt(8) == 0;
    }

    /** Answers whether somebody was told of a failure. */
    boolean run(long seed) {
        try (Simulation simulation = Simulation.seeded(seed)) {
            simulation.network().capacity(random.nextBoolean() ? 300_000 : 2_000 + random.nextInt(30_000));
            open(simulation);
            simulation.faults(Faults.none()
                    .shortReads(0.2)
                    .shortWrites(0.2)
                    .delay(Duration.ZERO, Duration.ofMillis(random.nextInt(5)))
                    .resets(resets)
                    .reorderReady());
            for (int steps = 1 + random.nextInt(15); steps > 0 && !closed; steps--) {
                int acts = 1 + random.nextInt(4);
                simulation.kernel().post(server.session, Recorder.DO, poe -> {
                    for (int i = 0; i < acts; i++) {
                        act(poe);
                    }
                });
                simulation.advance(Duration.ofMillis(random.nextInt(3)));
            }
            left = 0;
            client.wheel().resumeInput();
            if (!closed) {
                server.wheel().resumeInput();
            }
            simulation.advance(Duration.ofHours(1));
            check();
            assertTrue(server.wheel().buffers.failures.isEmpty(), run);
        }
        return !failed.isEmpty();
    }

    private void open(Simulation simulation) {
        boolean autoFlush = random.nextInt(4) == 0;
        server.filter = () -> filter;
        server.shape = builder -> {
            var shaped = builder.flushedEvent(Recorder.FLUSHED).autoFlush(autoFlush);
            shaped = capped ? shaped.maxOutput(150_000) : shaped;
            return marked ? shaped.marks(10_000, 60_000, Recorder.LOW, Recorder.HIGH) : shaped;
        };
        client.filter = Anything::new;
        server.begin = poe -> {
            var factory = SocketFactory.listen(ADDRESS);
            server.factory = (tls ? factory.tls(TlsFiles.localhost().define()) : factory)
                    .successEvent(Recorder.OPENED)
                    .failureEvent(Recorder.FAILED)
                    .open(poe);
        };
        client.begin = poe -> {
            var factory = SocketFactory.connect(ADDRESS);
            client.factory = (tls ? factory.tls(TlsFiles.trusting().define(), "localhost") : factory)
                    .successEvent(Recorder.OPENED)
                    .failureEvent(Recorder.FAILED)
                    .open(poe);
        };
        var states = Recorder.STATES
                .on(Recorder.INPUT, (me, poe, line) -> {
                    (me == client ? read : lines).append(line);
                    if (me == server && random.nextInt(4) == 0) {
                        random(poe);
                    }
                })
                .on(Recorder.ERROR, (me, poe, error) -> {
                    if (me == server && !error.isEnd()) {
                        assertTrue(failed.add(error.operation()), () -> run + " is told twice of " + error);
                        assertFalse(closed, run);
                        unflushed &= isWritable();
                        high &= isWritable();
                    } else if (me == client) {
                        peerEnded(error);
                    }
                })
                .on(Recorder.FLUSHED, (me, poe) -> {
                    assertTrue(unflushed, run + " is told flushed for nothing");
                    assertNull(server.wheel().out, run);
                    unflushed = false;
                    random(poe);
                })
                .on(Recorder.HIGH, (me, poe) -> {
                    assertFalse(high, run + " is told high twice");
                    high = true;
                    random(poe);
                })
                .on(Recorder.LOW, (me, poe) -> {
                    assertTrue(high, run + " is told low without high");
                    high = false;
                    random(poe);
                });
        server.session = simulation.kernel().create(states, server);
        client.session = simulation.kernel().create(states, client);
        simulation.runUntilIdle();
    }

    private void peerEnded(IoError error) {
        failed.add("peer " + error.operation());
        if (error.isEnd()) {
            failed.remove("peer read");
            assertTrue(shut || closed || resets > 0, run + " ended by itself");
        }
    }

    private boolean isWritable() {
        return server.wheel().isWritable();
    }

    /** Inside an event, now and then. */
    private void random(Context poe) {
        if (left > 0 && random.nextInt(3) == 0) {
            left--;
            act(poe);
        }
    }

    private void act(Context poe) {
        ReadWrite<String, String> wheel = server.wheel();
        switch (random.nextInt(24)) {
            case 0, 1, 2, 3, 4, 5 -> put("short", 1 + random.nextInt(300));
            case 6, 7, 8 -> put("lent", 32_768 + random.nextInt(60_000));
            case 9 -> put("lent", random.nextInt(40_000));
            case 10 -> put("shared", 16_384 + random.nextInt(60_000));
            case 11 -> put("file", random.nextInt(60_000));
            case 12 -> put("refused", 500);
            case 13, 14 -> wheel.flush();
            case 15, 16 -> {
                filter = filters[random.nextInt(filters.length)];
                wheel.outputFilter(filter);
            }
            case 17 -> wheel.pauseInput();
            case 18 -> wheel.resumeInput();
            case 19 -> client.wheel().pauseInput();
            case 20 -> client.wheel().resumeInput();
            case 21 -> client.wheel().put("line");
            case 22 -> poe.kernel().runOneTimeslice();
            default -> end(wheel);
        }
    }

    private void end(ReadWrite<String, String> wheel) {
        switch (random.nextInt(8)) {
            case 0 -> {
                wheel.shutdownOutput();
                shut = true;
            }
            case 1 -> {
                closed = true;
                unflushed = false;
                high = false;
                wheel.close();
            }
            default -> {
                // goes on
            }
        }
    }

    private void put(String kind, int length) {
        boolean writable = isWritable();
        make(kind, length);
        if (writable && !kind.equals("refused")) {
            put.writeBytes(filter.mark);
            put.writeBytes(record);
            unflushed |= filter.mark.length + length > 0;
        }
        try {
            boolean full = server.wheel().put(kind);
            assertTrue(writable || full, run);
        } catch (IllegalArgumentException e) {
            assertEquals(kind, e.getMessage());
        }
        if (!kind.equals("shared")) {
            Arrays.fill(record, (byte) '!'); // it is the caller's again
        }
        if (!isWritable()) {
            unflushed &= shut;
            high &= shut;
        }
    }

    private void make(String kind, int length) {
        record = new byte[length];
        if (kind.equals("file")) {
            fileAt = random.nextInt(content.length - length);
            System.arraycopy(content, fileAt, record, 0, length);
        } else {
            random.nextBytes(record);
        }
    }

    private void check() {
        assertTrue(server.log.stream().noneMatch(entry -> entry.startsWith("die")), () -> run + server.log);
        assertTrue(client.log.stream().noneMatch(entry -> entry.startsWith("die")), () -> run + client.log);
        byte[] received = read.toString().getBytes(StandardCharsets.ISO_8859_1);
        byte[] wanted = put.toByteArray();
        assertTrue(received.length <= wanted.length, () -> run + " has " + received.length + " of " + wanted.length);
        assertArrayEquals(Arrays.copyOf(wanted, received.length), received, run);
        if (failed.isEmpty() && !closed) {
            assertEquals(wanted.length, received.length, run);
            assertFalse(unflushed, run + " was not told flushed");
            assertFalse(high, run + " was not told low");
            assertNull(server.wheel().out, run);
            assertEquals(0, server.wheel().octets(), run);
        }
        if (resets == 0 && !closed) {
            assertEquals(capped && failed.contains("write") ? Set.of("write") : Set.of(), failed, run);
            assertEquals(List.of(), client.log, run);
        }
    }
}
