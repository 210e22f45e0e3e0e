package dev.usher.simulation;

import dev.usher.kernel.Context;
import dev.usher.kernel.Event;
import dev.usher.kernel.States;
import dev.usher.kernel.Watch;
import dev.usher.kernel.Watcher;
import dev.usher.network.ListenLink;
import dev.usher.network.StreamLink;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;

/**
 * A program out of links alone: it hands on to the next what it reads, the last one to whoever sent it; now and then it
 * says random bytes of its own, the time of day and what offloaded work has found.
 */
final class Relay {
    private static final int PORT = 4_000;
    private static final Event<Void> TICK = Event.named("tick");
    private static final Event<Long> FOUND = Event.named("found", Long.class);
    private static final Event<Throwable> FAILED = Event.named("failed", Throwable.class);

    private final String nextHost; // null for the last
    private StreamLink next; // null while there is none

    Relay(String nextHost) {
        this.nextHost = nextHost;
    }

    static final States<Relay> STATES = States.of(Relay.class)
            .start((relay, poe) -> {
                ListenLink listener = poe.kernel().network().listen(new InetSocketAddress(PORT), 16);
                poe.watch(listener, relay.new Accepting(listener)).read(true);
                poe.yield(TICK);
            })
            .on(TICK, (relay, poe) -> {
                if (relay.next == null && relay.nextHost != null) {
                    relay.connect(poe);
                }
                poe.offload(() -> 42L, FOUND, FAILED);
                poe.delay(TICK, Duration.ofMillis(500));
            })
            .on(FOUND, (relay, poe, number) -> {
                byte[] said = new byte[24];
                ByteBuffer.wrap(said)
                        .putLong(poe.kernel().entropy().nextLong())
                        .putLong(poe.kernel().clock().wallTime().toEpochMilli())
                        .putLong(number);
                relay.say(relay.next, ByteBuffer.wrap(said));
            })
            .on(FAILED, (relay, poe, error) -> {
                throw new AssertionError(error);
            });

    private void connect(Context poe) throws IOException {
        InetSocketAddress address =
                new InetSocketAddress(poe.kernel().network().resolve(nextHost).get(0), PORT);
        next = poe.kernel().network().connect(address, null);
        Talking talking = new Talking(next);
        talking.watch = poe.watch(next, talking);
        talking.watch.write(true);
    }

    private void say(StreamLink to, ByteBuffer bytes) {
        try {
            if (to != null && to.remoteAddress() != null) {
                to.write(bytes); // what it does not take is lost
            }
        } catch (IOException broken) {
            gone(to);
        }
    }

    private void gone(StreamLink link) {
        link.close();
        if (link == next) {
            next = null;
        }
    }

    private final class Accepting implements Watcher {
        private final ListenLink listener;

        Accepting(ListenLink listener) {
            this.listener = listener;
        }

        @Override
        public void onReadable(Context poe) {
            try {
                StreamLink accepted = listener.accept();
                if (accepted != null) {
                    poe.watch(accepted, new Talking(accepted)).read(true);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void onWritable(Context poe) {}

        @Override
        public void onSessionEnd() {
            listener.close();
        }
    }

    private final class Talking implements Watcher {
        private final StreamLink link;
        private final ByteBuffer block = ByteBuffer.allocate(64);
        private Watch watch; // of one that connects

        Talking(StreamLink link) {
            this.link = link;
        }

        @Override
        public void onReadable(Context poe) {
            try {
                if (link.read(block.clear()) < 0) {
                    gone(link);
                } else if (link != next) {
                    say(nextHost == null ? link : next, block.flip());
                }
            } catch (IOException broken) {
                gone(link);
            }
        }

        @Override
        public void onWritable(Context poe) {
            try {
                if (link.finishConnect()) {
                    watch.write(false);
                    watch.read(true);
                }
            } catch (IOException refused) {
                gone(link);
            }
        }

        @Override
        public void onSessionEnd() {
            link.close();
        }
    }
}
