package dev.usher.component.bayeux;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.usher.simulation.SimulatedClient;

/**
 * A client that polls, on one connection that a test holds. JSON is written and read with single quotes, and its own id
 * is read as ID.
 */
final class Caller {
    final SimulatedClient socket;
    private final BayeuxCase test;
    String id = "nobody";
    String cookie = "";
    private String head = "";

    Caller(BayeuxCase test, SimulatedClient socket) {
        this.test = test;
        this.socket = socket;
    }

    String post(String json, String... fields) {
        return ask("POST", "/cometd", "application/json", quoted(json), fields);
    }

    String quoted(String json) {
        return json.replace('\'', '"').replace("ID", id);
    }

    /** What is answered within this moment; empty if nothing is. */
    String ask(String method, String target, String type, String content, String... fields) {
        send(method, target, type, content, fields);
        return heard();
    }

    void send(String method, String target, String type, String content, String... fields) {
        byte[] bytes = content.getBytes(UTF_8);
        StringBuilder text = new StringBuilder(method + " " + target + " HTTP/1.1\r\nHost: a:8080\r\n");
        if (!type.isEmpty()) {
            text.append("Content-Type: ").append(type).append("\r\n");
        }
        if (!cookie.isEmpty()) {
            text.append("Cookie: x=1; ").append(cookie).append("\r\n");
        }
        for (String field : fields) {
            text.append(field).append("\r\n");
        }
        if (bytes.length > 0) {
            text.append("Content-Length: ").append(bytes.length).append("\r\n");
        }
        socket.send(text + "\r\n" + new String(bytes, ISO_8859_1));
        test.run();
    }

    /** What has been answered since this was last asked. */
    String heard() {
        String received = socket.takeReceived();
        int end = received.indexOf("\r\n\r\n");
        if (end < 0) {
            head = received;
            return "";
        }
        head = received.substring(0, end + 2);
        int next = received.indexOf("HTTP/1.1 ", end); // of another answer behind it
        String body = received.substring(end + 4, next < 0 ? received.length() : next);
        return new String(body.getBytes(ISO_8859_1), UTF_8).replace('"', '\'').replace(id, "ID");
    }

    String head() {
        return head;
    }

    int status() {
        return head.isEmpty() ? 0 : Integer.parseInt(head.substring(9, 12));
    }

    String field(String name) {
        int at = head.indexOf("\r\n" + name + ": ");
        return at < 0 ? "" : head.substring(at + name.length() + 4, head.indexOf("\r\n", at + 2));
    }

    String handshake() {
        return handshake("");
    }

    /** @param more further fields, after a comma */
    String handshake(String more) {
        String reply = post("[{'channel':'/meta/handshake','version':'1.0','supportedConnectionTypes':['long-polling']"
                + more + "}]");
        int at = reply.indexOf("'clientId':'");
        if (at >= 0) {
            id = reply.substring(at + 12, reply.indexOf('\'', at + 12));
        }
        String browser = field("Set-Cookie");
        if (!browser.isEmpty()) {
            cookie = browser.substring(0, browser.indexOf(';'));
        }
        return reply.replace(id, "ID");
    }

    String connect() {
        return connect("");
    }

    String connect(String more) {
        return post("[{'channel':'/meta/connect','clientId':'ID','connectionType':'long-polling'" + more + "}]");
    }

    String subscribe(String channel) {
        return post("[{'channel':'/meta/subscribe','clientId':'ID','subscription':'" + channel + "'}]");
    }

    String unsubscribe(String channel) {
        return post("[{'channel':'/meta/unsubscribe','clientId':'ID','subscription':'" + channel + "'}]");
    }

    String publish(String channel, String data) {
        return post("[{'channel':'" + channel + "','clientId':'ID','data':" + data + "}]");
    }

    String disconnect() {
        return post("[{'channel':'/meta/disconnect','clientId':'ID'}]");
    }

    /** What has come for it by now. */
    String fetch() {
        return connect(",'advice':{'timeout':0}")
                .replace("{'channel':'/meta/connect','successful':true}", "")
                .replace("[,", "[");
    }
}
