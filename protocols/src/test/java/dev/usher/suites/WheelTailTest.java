package dev.usher.suites;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.usher.driver.SocketDriver;
import dev.usher.filters.BlockFilter;
import dev.usher.filters.LineFilter;
import dev.usher.kernel.Event;
import dev.usher.kernel.IoError;
import dev.usher.kernel.States;
import dev.usher.wheel.FollowTail;
import dev.usher.wheel.Opened;
import dev.usher.wheel.ReadWrite;
import dev.usher.wheel.SocketFactory;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * wheel_tail: a socket is followed, to which a peer writes blocks; and a file that is made when it is first missed,
 * deleted at its first line, and made again.
 */
class WheelTailTest extends SuiteCase {
    private static final Event<Opened> OPENED = Event.named("opened", Opened.class);
    private static final Event<IoError> FAILED = Event.named("failed", IoError.class);
    private static final Event<byte[]> NONEXISTENT = Event.named("got_block_nonexistent", byte[].class);
    private static final Event<byte[]> BLOCK = Event.named("got_block", byte[].class);
    private static final Event<IoError> ERROR = Event.named("got_error", IoError.class);
    private static final Event<Void> FLUSHED = Event.named("got_flush");
    private static final Event<Void> NEXT = Event.named("next_send");
    private static final Event<String> INPUT = Event.named("got_input", String.class);
    private static final Event<Void> RESET = Event.named("got_reset");
    private static final Event<Void> CREATE = Event.named("create_file");
    private static final Path FILE = Path.of("test-tail-file");
    private static final int MOST = 10;

    private static final class Follower {
        SocketFactory listener;
        FollowTail<byte[]> wheel;
        int blocks;
    }

    private static final class Client {
        ReadWrite<byte[], byte[]> wheel;
        int puts;
        int flushes;
    }

    @Test
    void shouldFollowASocketAsBlocks() {
        Follower follower = new Follower();
        kernel.create(
                States.of(Follower.class)
                        .start((me, poe) -> me.listener = SocketFactory.listen(9000)
                                .successEvent(OPENED)
                                .failureEvent(FAILED)
                                .open(poe))
                        .on(OPENED, (me, poe, opened) -> {
                            me.listener.close();
                            me.wheel = FollowTail.with(BlockFilter.fixed(16))
                                    .inputEvent(NONEXISTENT)
                                    .open(poe, opened.link());
                            me.wheel.inputEvent(BLOCK);
                            me.wheel.errorEvent(ERROR);
                        })
                        .on(BLOCK, (me, poe, block) -> {
                            if (new String(block, ISO_8859_1).equals("DONEDONEDONEDONE")) {
                                saw("done");
                            } else {
                                me.blocks++;
                            }
                        })
                        .on(ERROR, (me, poe, error) -> {
                            saw(error.operation() + " " + error.errno());
                            me.wheel.close();
                        }),
                follower);
        Client client = new Client();
        kernel.create(
                States.of(Client.class)
                        .start((me, poe) -> SocketFactory.connect("127.0.0.1", 9000)
                                .successEvent(OPENED)
                                .failureEvent(FAILED)
                                .open(poe))
                        .on(OPENED, (me, poe, opened) -> {
                            me.wheel = ReadWrite.with(BlockFilter.fixed(16))
                                    .driver(new SocketDriver(32))
                                    .errorEvent(ERROR)
                                    .open(poe, opened.link());
                            me.wheel.flushedEvent(FLUSHED);
                            poe.yield(NEXT);
                        })
                        .on(NEXT, (me, poe) -> {
                            for (int i = 0; i < 2; i++) {
                                me.puts++;
                                me.wheel.put("0123456789ABCDEF".getBytes(ISO_8859_1));
                            }
                            if (me.puts == MOST) {
                                me.wheel.put("DONEDONEDONEDONE".getBytes(ISO_8859_1));
                            }
                        })
                        .on(FLUSHED, (me, poe) -> {
                            me.flushes++;
                            if (me.puts < MOST) {
                                poe.delay(NEXT, Duration.ofMillis(100));
                            } else {
                                me.wheel.close();
                            }
                        })
                        .on(ERROR, (me, poe, error) -> saw("client " + error))
                        .on(FAILED, (me, poe, error) -> saw("client " + error)),
                client);

        runShows("done", "read NONE");

        assertEquals(MOST, follower.blocks);
        assertEquals(MOST, client.puts);
        assertEquals(MOST / 2, client.flushes);
    }

    private static final class Tail {
        FollowTail<String> wheel;
        int sent;
        int received;
    }

    @Test
    void shouldFollowAFileThatComesAndGoes() {
        Tail heap = new Tail();
        kernel.create(
                States.of(Tail.class)
                        .start((me, poe) -> me.wheel = FollowTail.with(LineFilter.literal("\n"))
                                .inputEvent(INPUT)
                                .errorEvent(ERROR)
                                .resetEvent(RESET)
                                .idleEvent(CREATE)
                                .pollInterval(Duration.ofMillis(500))
                                .open(poe, FILE))
                        .on(CREATE, (me, poe) -> {
                            simulation.disk().write(FILE, "moo\n");
                            me.sent++;
                            me.wheel.idleEvent(null); // once
                        })
                        .on(INPUT, (me, poe, line) -> {
                            saw(line);
                            simulation.disk().delete(FILE);
                            if (++me.received == 1) {
                                me.wheel.idleEvent(CREATE);
                            } else {
                                me.wheel.close();
                            }
                        })
                        .on(ERROR, (me, poe, error) -> saw(error.toString()))
                        .on(RESET, (me, poe) -> saw("reset")),
                heap);

        runShows("reset", "moo", "reset", "moo");

        assertEquals(2, heap.sent);
        assertEquals(2, heap.received);
    }
}
