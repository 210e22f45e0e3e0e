package dev.usher.benchmarks.load;

import dev.usher.benchmarks.measure.Histogram;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;

/**
 * Clients of a Bayeux server: many that subscribe to one channel, and one that publishes. Each subscriber has to hear
 * every message once and in order. One thread.
 */
public final class BayeuxRoom implements AutoCloseable {

    /** How a client's texts are carried. */
    @FunctionalInterface
    public interface Dial {

        /** @return a new connection to the server */
        Wire dial(int port) throws IOException;
    }

    private static final int STALL_MS = 10_000;
    private static final String CHANNEL = "/load";
    private static final String NUMBER = "\"n\":";
    private static final String PUBLISHED = "\"id\":\"p";
    private static final String PADDING = "x".repeat(100);

    private final Selector selector = Selector.open();
    private final List<Client> subscribers = new ArrayList<>();
    private final Histogram histogram;
    private Client publisher;
    private Wire published;
    private long number;
    private long publishedNs;
    private int heard;
    private int acknowledged;

    /** @param histogram gets the time from publishing to hearing, for each subscriber */
    public BayeuxRoom(Histogram histogram) throws IOException {
        this.histogram = histogram;
    }

    /** Connects all, and waits until they are subscribed. */
    public void open(int port, Dial dial, int count) throws IOException {
        for (int i = 0; i < count; i++) {
            subscribers.add(new Client(dial.dial(port), true));
        }
        publisher = new Client(dial.dial(port), false);
        for (Client client : subscribers) {
            client.begin(); // in turn: a server need not take five hundred handshakes at once
        }
        publisher.begin();
        published = publisher.wire.beside(port);
        if (published != publisher.wire) {
            published.register(selector, published);
        }
    }

    /**
     * Publishes one batch of messages after the other, each when all have heard the one before, and counts who heard.
     */
    public long publish(int seconds, int batch) throws IOException {
        long end = System.nanoTime() + seconds * 1_000_000_000L;
        long deliveries = 0;
        while (System.nanoTime() < end) {
            heard = 0;
            acknowledged = 0;
            publishedNs = System.nanoTime();
            published.send(batch(batch));
            while (heard < subscribers.size() * batch || acknowledged < batch) {
                turn("messages up to " + number + " were heard " + heard + " times by " + subscribers.size());
            }
            deliveries += heard;
        }
        return deliveries;
    }

    private String batch(int count) {
        StringBuilder messages = new StringBuilder("[");
        for (int i = 0; i < count; i++) {
            number++;
            messages.append(i == 0 ? "" : ",")
                    .append("{\"channel\":\"" + CHANNEL + "\",\"clientId\":\"" + publisher.id + "\",\"id\":\"p" + number
                            + "\",\"data\":{\"n\":" + number + ",\"pad\":\"" + PADDING + "\"}}");
        }
        return messages.append(']').toString();
    }

    private void turn(String state) throws IOException {
        if (selector.select(this::ready, STALL_MS) == 0) {
            throw new IOException("nothing came for 10 seconds: " + state);
        }
    }

    private void ready(SelectionKey key) {
        try {
            if (key.attachment() instanceof Client client) {
                client.receive();
            } else {
                published.receive();
                for (String text = published.next(); text != null; text = published.next()) {
                    acknowledge(text);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void acknowledge(String text) throws IOException {
        for (int at = text.indexOf(PUBLISHED); at >= 0; at = text.indexOf(PUBLISHED, at + 1)) {
            acknowledged++;
        }
        checkSuccess(text, "a message was not published");
    }

    private static void checkSuccess(String text, String failure) throws IOException {
        if (!text.contains("\"successful\":true")) {
            throw new IOException(failure + ": " + text);
        }
    }

    @Override
    public void close() throws IOException {
        for (Client client : subscribers) {
            client.wire.close();
        }
        if (publisher != null) {
            publisher.wire.close();
        }
        if (published != null) {
            published.close();
        }
        selector.close();
    }

    private final class Client {

        private final Wire wire;
        private final boolean subscribes;
        private String id = "";
        private boolean begun;
        private long last;

        Client(Wire wire, boolean subscribes) throws IOException {
            this.wire = wire;
            this.subscribes = subscribes;
            wire.register(selector, this);
        }

        void begin() throws IOException {
            wire.send("[{\"channel\":\"/meta/handshake\",\"version\":\"1.0\",\"id\":\"h\","
                    + "\"supportedConnectionTypes\":[\"websocket\",\"long-polling\"]}]");
            while (!begun) {
                turn("a client waits for its handshake or subscription");
            }
        }

        void receive() throws IOException {
            wire.receive();
            for (String text = wire.next(); text != null; text = wire.next()) {
                if (begun) {
                    take(text);
                } else if (id.isEmpty()) {
                    checkSuccess(text, "a handshake was refused");
                    int from = text.indexOf("\"clientId\":\"") + 12;
                    id = text.substring(from, text.indexOf('"', from));
                    if (subscribes) {
                        wire.send("[{\"channel\":\"/meta/subscribe\",\"clientId\":\"" + id
                                + "\",\"id\":\"s\",\"subscription\":\"" + CHANNEL + "\"}]");
                    } else {
                        begun = true;
                        connect();
                    }
                } else {
                    checkSuccess(text, "a subscription was refused");
                    begun = true;
                    connect();
                }
            }
        }

        private void connect() throws IOException {
            wire.send("[{\"channel\":\"/meta/connect\",\"clientId\":\"" + id + "\",\"id\":\"c\",\"connectionType\":\""
                    + (wire instanceof PostWire ? "long-polling" : "websocket") + "\"}]");
        }

        private void take(String text) throws IOException {
            for (int at = text.indexOf(NUMBER); at >= 0; at = text.indexOf(NUMBER, at + 1)) {
                hear(number(text, at + NUMBER.length()), text);
            }
            if (text.contains("\"/meta/connect\"")) {
                checkSuccess(text, "a client was not kept connected");
                connect();
            } else if (!subscribes && text.contains(PUBLISHED)) {
                acknowledge(text);
            }
        }

        private void hear(long said, String text) throws IOException {
            last++;
            if (said != last || said > number) {
                throw new IOException("a client heard, instead of message " + last + ": " + text);
            }
            histogram.record(System.nanoTime() - publishedNs);
            heard++;
        }

        private static long number(String text, int from) {
            int end = from;
            while (Character.isDigit(text.charAt(end))) {
                end++;
            }
            return Long.parseLong(text, from, end, 10);
        }
    }
}
