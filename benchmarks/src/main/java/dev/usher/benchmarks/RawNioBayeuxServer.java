package dev.usher.benchmarks;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/**
 * The floor of Bayeux by WebSocket: what one client publishes is written to all that have subscribed, from one buffer,
 * in one loop. Knows only what {@link BayeuxRoom} says, in the one way it says it: each read is one opening or one
 * message; connects are never answered. One thread.
 */
final class RawNioBayeuxServer {

    private static final int TEXT = 0x81;

    private final ByteBuffer in = ByteBuffer.allocateDirect(RawNioServer.READ_SIZE);
    private final ByteBuffer out = ByteBuffer.allocateDirect(RawNioServer.READ_SIZE);
    private final byte[] window = new byte[RawNioServer.READ_SIZE];
    private final RawNioWebSocketServer frames = new RawNioWebSocketServer();
    private final List<SocketChannel> room = new ArrayList<>();
    private final Selector selector = Selector.open();
    private final ServerSocketChannel listener = ServerSocketChannel.open();
    private int clients;

    private RawNioBayeuxServer(int port) throws IOException {
        listener.setOption(StandardSocketOptions.SO_REUSEADDR, true);
        listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 4_096);
        listener.configureBlocking(false);
        listener.register(selector, SelectionKey.OP_ACCEPT);
    }

    public static void main(String[] arguments) throws IOException {
        Options options = Options.of(arguments, "port", "0");
        new RawNioBayeuxServer(options.number("port")).run();
    }

    private void run() throws IOException {
        System.out.println("listening on 127.0.0.1:" + listener.socket().getLocalPort());
        while (true) {
            selector.select(this::ready, 0);
        }
    }

    private void ready(SelectionKey key) {
        try {
            if (key.isAcceptable()) {
                accept();
            } else {
                answer((SocketChannel) key.channel());
            }
        } catch (IOException e) {
            key.cancel();
            room.remove(key.channel());
        }
    }

    private void accept() throws IOException {
        for (SocketChannel channel = listener.accept(); channel != null; channel = listener.accept()) {
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.register(selector, SelectionKey.OP_READ);
        }
    }

    private void answer(SocketChannel from) throws IOException {
        int count = from.read(in.clear());
        if (count < 0) {
            from.close();
            room.remove(from);
            return;
        }
        in.flip().get(window, 0, count);
        frames.answer(window, 0, count, out.clear());
        if (window[0] == 'G') {
            from.write(out.flip());
            return;
        }
        int head = (window[1] & 0x7F) < 126 ? 6 : 8; // mask and all
        react(from, new String(window, head, count - head, ISO_8859_1));
    }

    private void react(SocketChannel from, String text) throws IOException {
        if (text.contains("\"/meta/connect\"")) {
            return; // held for as long as the measuring lasts
        }
        if (text.contains("\"/meta/handshake\"")) {
            clients++;
            from.write(frame("[{\"channel\":\"/meta/handshake\",\"id\":\"h\",\"successful\":true,\"clientId\":\"c"
                    + clients + "\"}]"));
        } else if (text.contains("\"/meta/subscribe\"")) {
            room.add(from);
            from.write(frame("[{\"channel\":\"/meta/subscribe\",\"id\":\"s\",\"successful\":true}]"));
        } else {
            publish(from, text);
        }
    }

    private void publish(SocketChannel from, String text) throws IOException {
        StringBuilder acknowledged = new StringBuilder();
        StringBuilder told = new StringBuilder();
        for (String message : text.split("(?<=\\}\\}),")) {
            acknowledged.append(acknowledged.isEmpty() ? '[' : ',');
            acknowledged.append("{\"channel\":\"/load\",\"id\":\"p\",\"successful\":true}");
            told.append(told.isEmpty() ? '[' : ',').append("{\"channel\":\"/load\",");
            told.append(message, message.indexOf("\"data\":"), message.indexOf("}}") + 2);
        }
        from.write(frame(acknowledged.append(']').toString()));
        ByteBuffer frame = frame(told.append(']').toString());
        for (SocketChannel to : room) {
            to.write(frame.rewind());
        }
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
