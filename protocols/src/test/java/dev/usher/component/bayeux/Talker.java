package dev.usher.component.bayeux;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.usher.filter.Input;
import dev.usher.filter.Output;
import dev.usher.filters.websocket.Close;
import dev.usher.filters.websocket.FrameLimits;
import dev.usher.filters.websocket.FrameReader;
import dev.usher.filters.websocket.FrameWriter;
import dev.usher.filters.websocket.Ping;
import dev.usher.filters.websocket.Role;
import dev.usher.filters.websocket.Text;
import dev.usher.filters.websocket.WebSocketPart;
import dev.usher.simulation.SimulatedClient;
import java.util.ArrayList;
import java.util.List;

/** A client by WebSocket that a test holds. Says and hears as {@link Caller} does. */
final class Talker {
    final SimulatedClient socket;
    private final BayeuxCase test;
    private final FrameWriter writer = FrameWriter.ofClient(() -> 0x1234_5678);
    private final FrameReader reader =
            new FrameReader(Role.CLIENT, new FrameLimits(1 << 24, 1 << 24, Integer.MAX_VALUE));
    private final Input input = new Input(64);
    String id = "nobody";

    Talker(BayeuxCase test) {
        this(test, "");
    }

    /** @param lines further field lines of its request, each with its end */
    Talker(BayeuxCase test, String lines) {
        this.test = test;
        socket = test.simulation.connect(BayeuxCase.PORT);
        socket.send("GET /cometd HTTP/1.1\r\nHost: a:8080\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n" + lines + "\r\n");
        test.run();
        String answer = socket.takeReceived();
        if (!answer.startsWith("HTTP/1.1 101")) {
            throw new AssertionError(answer);
        }
    }

    Talker send(WebSocketPart part) {
        Output out = new Output(64);
        writer.put(part, out);
        socket.send(out.toByteArray());
        test.run();
        return this;
    }

    List<String> say(String json) {
        return send(Text.of(json.replace('\'', '"').replace("ID", id))).heard();
    }

    List<String> heard() {
        byte[] received = socket.takeReceived().getBytes(ISO_8859_1);
        input.append(received, 0, received.length);
        List<String> words = new ArrayList<>();
        for (WebSocketPart part = reader.next(input); part != null || reader.wantsTurn(); part = reader.next(input)) {
            if (part == null) {
                continue;
            }
            if (part instanceof Text text) {
                words.add(text.text().replace('"', '\'').replace(id, "ID"));
            } else if (part instanceof Close close) {
                words.add("close " + close.code());
            } else if (!(part instanceof Ping)) {
                words.add(part.toString());
            }
        }
        return words;
    }

    Talker handshake() {
        String reply = say("[{'channel':'/meta/handshake','version':'1.0','supportedConnectionTypes':['websocket']}]")
                .get(0);
        int at = reply.indexOf("'clientId':'");
        id = reply.substring(at + 12, reply.indexOf('\'', at + 12));
        return this;
    }

    List<String> connect() {
        return say("[{'channel':'/meta/connect','clientId':'ID','connectionType':'websocket'}]");
    }

    List<String> subscribe(String channel) {
        return say("[{'channel':'/meta/subscribe','clientId':'ID','subscription':'" + channel + "'}]");
    }

    List<String> publish(String channel, String data) {
        return say("[{'channel':'" + channel + "','clientId':'ID','data':" + data + "}]");
    }
}
