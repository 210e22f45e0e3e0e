package dev.usher.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.usher.filters.bayeux.Json;
import dev.usher.simulation.SimulatedClient;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A page of the web chat as its server sees it: comes by long-polling, in virtual time. */
final class Guest {
    private final Stage stage;
    private final SimulatedClient client;
    private final List<Map<String, Object>> heard = new ArrayList<>();
    private String id = "";

    Guest(Stage stage) {
        this.stage = stage;
        client = stage.client();
        Map<String, Object> reply = ask(Map.of(
                "channel", "/meta/handshake", "version", "1.0", "supportedConnectionTypes", List.of("long-polling")));
        id = reply.get("clientId").toString();
    }

    /** Sends a message and answers its reply; what else comes is heard. */
    Map<String, Object> ask(Map<String, ?> message) {
        return batch(List.of(message)).get(0);
    }

    @SuppressWarnings("unchecked")
    List<Map<String, Object>> batch(List<Map<String, ?>> messages) {
        List<Map<String, Object>> sent = new ArrayList<>();
        for (Map<String, ?> message : messages) {
            Map<String, Object> whole = new LinkedHashMap<>(message);
            whole.put("clientId", id);
            sent.add(whole);
        }
        String body = Json.of(sent).toString();
        String answer = stage.ask(
                client,
                "POST /cometd HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: "
                        + body.getBytes(UTF_8).length + "\r\n\r\n" + body);
        String json = answer.substring(answer.indexOf("\n\n") + 2);
        List<Map<String, Object>> replies = new ArrayList<>();
        for (Object one : (List<Object>) Json.parse(json).value()) {
            Map<String, Object> message = (Map<String, Object>) one;
            (message.containsKey("successful") ? replies : heard).add(message);
        }
        return replies;
    }

    static Map<String, Object> service(String name, Object data) {
        return Map.of("channel", "/service/" + name, "data", data);
    }

    static Map<String, Object> subscription(String channel) {
        return Map.of("channel", "/meta/subscribe", "subscription", channel);
    }

    Map<String, Object> enter(String nick, String token, String... rooms) {
        return ask(service("enter", Map.of("nick", nick, "token", token, "rooms", List.of(rooms))));
    }

    Map<String, Object> join(String room, long epoch, long after) {
        return batch(List.of(
                        service("join", Map.of("room", room, "epoch", epoch, "after", after)),
                        subscription("/room/" + room)))
                .get(0);
    }

    /** Comes in by a name, and is in a room. */
    static Guest in(Stage stage, String nick, String room) {
        Guest guest = new Guest(stage);
        guest.enter(nick, token(nick));
        guest.join(room, 0, 0);
        guest.hear();
        return guest;
    }

    static String token(String nick) {
        return "token-of-the-page-" + nick.replace(' ', '_');
    }

    Map<String, Object> say(String room, long n, String text) {
        return ask(service("say", Map.of("room", room, "n", n, "text", text)));
    }

    /** What has come since the last time, as channel and data. */
    List<String> hear() {
        ask(Map.of("channel", "/meta/connect", "connectionType", "long-polling", "advice", Map.of("timeout", 0)));
        List<String> lines = heard.stream()
                .map(message -> message.get("channel") + " " + Json.of(message.get("data")))
                .toList();
        heard.clear();
        return lines;
    }

    /** What was said in a room since the last time. */
    List<String> sayings() {
        return hear().stream()
                .filter(line -> line.contains("{\"said\":"))
                .map(line -> text(line, "nick") + ": " + text(line, "text"))
                .toList();
    }

    /** The data of the latest message of a channel. */
    @SuppressWarnings("unchecked")
    static Map<String, Object> data(List<String> heard, String channel) {
        return heard.stream()
                .filter(line -> line.startsWith(channel + " "))
                .map(line -> (Map<String, Object>)
                        Json.parse(line.substring(channel.length() + 1)).value())
                .reduce((first, second) -> second)
                .orElseThrow(() -> new AssertionError("nothing on " + channel + " in " + heard));
    }

    private static String text(String line, String field) {
        int at = line.indexOf("\"" + field + "\":\"") + field.length() + 4;
        return line.substring(at, line.indexOf('"', at));
    }

    void vanish() {
        client.reset();
    }
}
