package dev.usher.benchmarks.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.usher.benchmarks.measure.Options;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/**
 * The floor of Bayeux by WebSocket: what one client publishes is written to all that have subscribed. Finds what a
 * message is by its words, as the one load there is writes them; connects are never answered. One thread.
 */
public final class RawNioBayeuxServer extends RawNioRoom {

    private static final int TEXT = 0x81;

    private int clients;

    private RawNioBayeuxServer(int port) throws IOException {
        super(port);
    }

    public static void main(String[] arguments) throws IOException {
        Options options = Options.of(arguments, "port", "0");
        new RawNioBayeuxServer(options.number("port")).run();
    }

    @Override
    void opened(SocketChannel by) {
        // It shakes hands first, and subscribes.
    }

    @Override
    void said(SocketChannel by, byte[] window, int count) throws IOException {
        int head = (window[1] & 0x7F) < 126 ? 6 : 8;
        String text = new String(window, head, count - head, ISO_8859_1);
        if (text.contains("\"/meta/connect\"")) {
            return; // held for as long as the measuring lasts
        }
        if (text.contains("\"/meta/handshake\"")) {
            clients++;
            by.write(frame("[{\"channel\":\"/meta/handshake\",\"id\":\"h\",\"successful\":true,\"clientId\":\"c"
                    + clients + "\"}]"));
        } else if (text.contains("\"/meta/subscribe\"")) {
            join(by);
            by.write(frame("[{\"channel\":\"/meta/subscribe\",\"id\":\"s\",\"successful\":true}]"));
        } else {
            publish(by, text);
        }
    }

    private void publish(SocketChannel by, String text) throws IOException {
        StringBuilder acknowledged = new StringBuilder();
        StringBuilder told = new StringBuilder();
        for (String message : text.split("(?<=\\}\\}),")) {
            acknowledged.append(acknowledged.isEmpty() ? '[' : ',');
            acknowledged.append("{\"channel\":\"/load\",\"id\":\"p\",\"successful\":true}");
            told.append(told.isEmpty() ? '[' : ',').append("{\"channel\":\"/load\",");
            told.append(message, message.indexOf("\"data\":"), message.indexOf("}}") + 2);
        }
        by.write(frame(acknowledged.append(']').toString()));
        tellAll(frame(told.append(']').toString()));
    }

    private ByteBuffer frame(String text) {
        out.clear().put((byte) TEXT);
        if (text.length() < 126) {
            out.put((byte) text.length());
        } else {
            out.put((byte) 126).putShort((short) text.length());
        }
        return out.put(text.getBytes(ISO_8859_1)).flip();
    }
}
