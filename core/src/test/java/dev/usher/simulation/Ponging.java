package dev.usher.simulation;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.usher.filter.Filter;
import dev.usher.filter.Input;
import dev.usher.filter.Output;
import dev.usher.kernel.Context;
import dev.usher.kernel.Event;
import dev.usher.kernel.IoError;
import dev.usher.kernel.States;
import dev.usher.wheel.Opened;
import dev.usher.wheel.ReadWrite;
import dev.usher.wheel.SocketFactory;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Two programs for two hosts: one says numbers, the other says them again. */
final class Ponging {
    private static final Event<Opened> OPENED = Event.named("opened", Opened.class);
    private static final Event<IoError> FAILED = Event.named("failed", IoError.class);
    private static final Event<String> INPUT = Event.named("input", String.class);
    private static final Event<IoError> ERROR = Event.named("error", IoError.class);
    private static final Event<Void> TICK = Event.named("tick");

    private Ponging() {}

    /** Says what it hears. */
    static final class Pong {
        static final int PORT = 7_000;
        final List<String> peers = new ArrayList<>();
        private final Map<Long, ReadWrite<String, String>> clients = new HashMap<>();

        static final States<Pong> STATES = States.of(Pong.class)
                .start((pong, poe) -> SocketFactory.listen(PORT)
                        .successEvent(OPENED)
                        .failureEvent(FAILED)
                        .open(poe))
                .on(OPENED, (pong, poe, opened) -> {
                    InetSocketAddress peer = (InetSocketAddress) opened.link().remoteAddress();
                    pong.peers.add(peer.getAddress().getHostAddress());
                    ReadWrite<String, String> client = ReadWrite.with(new Words())
                            .inputEvent(INPUT)
                            .errorEvent(ERROR)
                            .open(poe, opened.link());
                    pong.clients.put(client.id(), client);
                })
                .on(INPUT, (pong, poe, word) -> pong.clients.get(poe.wheelId()).put("pong " + word))
                .on(
                        ERROR,
                        (pong, poe, error) -> pong.clients.remove(poe.wheelId()).close());
    }

    /** Says a number now and then, and comes back a second after an error. */
    static final class Ping {
        final List<String> heard = new ArrayList<>();
        final List<String> errors = new ArrayList<>();
        boolean comesBack;
        private final String host;
        private final Duration pause;
        private int number;
        private ReadWrite<String, String> server;

        Ping(String host, Duration pause) {
            this.host = host;
            this.pause = pause;
        }

        static final States<Ping> STATES = States.of(Ping.class)
                .start((ping, poe) -> poe.yield(TICK))
                .on(OPENED, (ping, poe, opened) -> {
                    ping.server = ReadWrite.with(new Words())
                            .inputEvent(INPUT)
                            .errorEvent(ERROR)
                            .open(poe, opened.link());
                    poe.yield(TICK);
                })
                .on(TICK, (ping, poe) -> {
                    if (ping.server == null) {
                        SocketFactory.connect(ping.host, Pong.PORT)
                                .successEvent(OPENED)
                                .failureEvent(FAILED)
                                .open(poe);
                    } else {
                        ping.server.put(String.valueOf(ping.number++));
                        poe.delay(TICK, ping.pause);
                    }
                })
                .on(INPUT, (ping, poe, word) -> ping.heard.add(word))
                .on(FAILED, (ping, poe, error) -> ping.failed(poe, error))
                .on(ERROR, (ping, poe, error) -> {
                    ping.server.close();
                    ping.server = null;
                    ping.failed(poe, error);
                });

        private void failed(Context poe, IoError error) {
            errors.add(error.operation() + " " + error.errno());
            poe.alarmClear(TICK);
            if (comesBack) {
                poe.delay(TICK, Duration.ofSeconds(1));
            }
        }
    }

    static final class Words implements Filter<String, String> {
        @Override
        public String next(Input input) {
            int end = input.indexOf((byte) '\n', 0);
            if (end < 0) {
                return null;
            }
            String word = input.take(end, US_ASCII);
            input.skip(1);
            return word;
        }

        @Override
        public void put(String item, Output out) {
            out.put((item + "\n").getBytes(US_ASCII));
        }

        @Override
        public Words fresh() {
            return new Words();
        }
    }
}
