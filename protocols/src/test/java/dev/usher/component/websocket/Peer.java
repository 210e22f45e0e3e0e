package dev.usher.component.websocket;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.usher.filter.Input;
import dev.usher.filter.Output;
import dev.usher.filters.websocket.Binary;
import dev.usher.filters.websocket.Close;
import dev.usher.filters.websocket.DeflateOptions;
import dev.usher.filters.websocket.DeflateParameters;
import dev.usher.filters.websocket.FrameLimits;
import dev.usher.filters.websocket.FrameReader;
import dev.usher.filters.websocket.FrameWriter;
import dev.usher.filters.websocket.Ping;
import dev.usher.filters.websocket.Pong;
import dev.usher.filters.websocket.Role;
import dev.usher.filters.websocket.Text;
import dev.usher.filters.websocket.WebSocketPart;
import dev.usher.simulation.SimulatedClient;
import java.util.ArrayList;
import java.util.List;

/** A client held by a test: sends frames, and says those it has received in words. */
final class Peer {
    static final String[] USUAL = {
        "Host: a:8080",
        "Upgrade: websocket",
        "Connection: Upgrade",
        "Sec-WebSocket-Version: 13",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="
    };

    final SimulatedClient client;
    private final WebSocketCase test;
    private FrameWriter writer = FrameWriter.ofClient(() -> 0x1234_5678);
    private FrameReader reader = new FrameReader(Role.CLIENT, new FrameLimits(1 << 24, 1 << 24, Integer.MAX_VALUE));
    private final Input input = new Input(64);

    Peer(WebSocketCase test, SimulatedClient client) {
        this.test = test;
        this.client = client;
    }

    /** Compresses everything from now on, and takes what is compressed. */
    Peer deflating(DeflateParameters agreed) {
        writer = writer.deflating(agreed, DeflateOptions.DEFAULT.withThreshold(0));
        reader = reader.inflating(agreed);
        return this;
    }

    static String request(String path, String... fields) {
        StringBuilder text = new StringBuilder("GET " + path + " HTTP/1.1\r\n");
        for (String field : fields) {
            text.append(field).append("\r\n");
        }
        return text.append("\r\n").toString();
    }

    static String usual(String path, String... more) {
        List<String> fields = new ArrayList<>(List.of(USUAL));
        fields.addAll(List.of(more));
        return request(path, fields.toArray(new String[0]));
    }

    /** The usual request with more fields. */
    String ask(String... fields) {
        return askRaw(usual("/", fields));
    }

    String askRaw(String request) {
        client.send(request);
        test.run();
        String received = client.takeReceived();
        int end = received.indexOf("\r\n\r\n");
        if (received.startsWith("HTTP/1.1 101") && end >= 0) {
            byte[] rest = received.substring(end + 4).getBytes(ISO_8859_1);
            input.append(rest, 0, rest.length);
        }
        return received;
    }

    static byte[] bytes(WebSocketPart... parts) {
        Output out = new Output(64);
        FrameWriter writer = FrameWriter.ofClient(() -> 0x1234_5678);
        for (WebSocketPart part : parts) {
            writer.put(part, out);
        }
        return out.toByteArray();
    }

    Peer send(WebSocketPart... parts) {
        Output out = new Output(64);
        for (WebSocketPart part : parts) {
            writer.put(part, out);
        }
        return sendRaw(out.toByteArray());
    }

    Peer send(String text) {
        return send(Text.of(text));
    }

    Peer sendRaw(byte[] frames) {
        client.send(frames);
        test.run();
        return this;
    }

    /** The frames that have come since this was last asked, in words. */
    List<String> frames() {
        byte[] received = client.receivedBytes();
        client.takeReceived();
        input.append(received, 0, received.length);
        List<String> words = new ArrayList<>();
        for (WebSocketPart part = reader.next(input); part != null || reader.wantsTurn(); part = reader.next(input)) {
            if (part == null) {
                continue;
            }
            words.add(words(part));
        }
        return words;
    }

    static String words(WebSocketPart part) {
        if (part instanceof Text text) {
            return text.text();
        }
        if (part instanceof Binary binary) {
            return "binary " + binary.length();
        }
        if (part instanceof Ping ping) {
            return "ping " + new String(ping.toByteArray(), UTF_8);
        }
        if (part instanceof Pong pong) {
            return "pong " + new String(pong.toByteArray(), UTF_8);
        }
        Close close = (Close) part;
        return ("close " + close.code() + " " + close.reason()).strip();
    }
}
