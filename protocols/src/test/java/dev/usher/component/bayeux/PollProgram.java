package dev.usher.component.bayeux;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.component.OddField;
import dev.usher.component.http.HttpServer;
import dev.usher.component.http.HttpServerBuilder;
import dev.usher.component.log.Logs;
import java.net.URLEncoder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A random program of browsers that talk to a Bayeux server, decided by its seed and by what it hears; most of it says
 * again what was said last. Writes down everything that can be seen from outside. Where requests are unlike, each has a
 * field of its own, and neither its connection nor its client keeps anything of the one before.
 */
final class PollProgram extends BayeuxCase {
    private static final int STEPS = 80;
    private static final int LINES = 4;
    private static final int BROWSERS = 3;
    private static final int CLIENTS = 6;
    private static final String[] CHANNELS = {"/a", "/a", "/a", "/a", "/a/b", "/c", "/lazy/x"};
    private static final String[] PATTERNS = {"/a", "/a", "/a", "/a/b", "/c", "/lazy/x", "/a/*", "/**"};
    private static final Pattern SHAKEN =
            Pattern.compile("\"channel\":\"/meta/handshake\"[^\\r\\n]*?\"clientId\":\"([^\"]+)\"");
    private static final Pattern COOKIE = Pattern.compile("(BAYEUX_BROWSER=[^;]+);");
    private static final Pattern UNKNOWN = Pattern.compile("402:([^:]+):");
    private static final Pattern ACK = Pattern.compile("\"ack\":([0-9]+)");

    /** A client as its browser knows it. */
    private record Known(String id, int browser) {}

    private final SplittableRandom random;
    private final boolean unlike;
    private final OddField odd;
    private final Watch watch;
    private final int judging; // 0 for not
    private final List<Incoming> deferred = new ArrayList<>();
    private final PollLine[] lines = new PollLine[LINES];
    private final String[] cookies = {"", "", ""};
    private final List<Known> clients = new ArrayList<>();
    private BayeuxListener server;
    private int sessions; // when there were no connections
    private String acknowledged = "1";
    private int judged;
    private int number;
    private int requests;

    PollProgram(long seed, boolean unlike) {
        random = new SplittableRandom(seed);
        this.unlike = unlike;
        odd = new OddField(unlike);
        watch = new Watch(random.nextInt(4), unlike);
        judging = random.nextInt(3);
    }

    /** Answers what was seen, in its order. */
    List<String> play() {
        open();
        try {
            start();
            for (int i = 0; i < STEPS; i++) {
                step(i);
                look();
            }
            end();
            assertEquals(0, server.clients().size());
            assertEquals(0, server.pollsOpen());
            assertEquals(0, server.polls().browsers());
            assertTrue(server.polls().isEmpty());
            assertEquals(sessions, kernel.counts().sessions());
            assertEquals(List.of(), Logs.complaints());
            log.addAll(Logs.lines());
            return log;
        } finally {
            close();
        }
    }

    Watch watch() {
        return watch;
    }

    int requests() {
        return requests;
    }

    private void start() {
        HttpServerBuilder http = HttpServer.at(PORT).preRequest((poe, request) -> {
            if (unlike) {
                request.connection().attach(null); // what is known of its last request
            }
        });
        server().listen(http)
                .timeout(Duration.ofSeconds(10))
                .multipleClients(random.nextInt(3), Duration.ofMillis(700))
                .clientMaxConnections(random.nextBoolean() ? 0 : 1 + random.nextInt(4))
                .sameBrowser(random.nextBoolean())
                .metaConnectDeliverOnly(random.nextInt(3) == 0)
                .acknowledge(random.nextBoolean())
                .commentFiltered(random.nextInt(4) == 0)
                .messageRate(random.nextInt(4) == 0 ? 12 : 0)
                .trustedProxies("127.0.0.1")
                .anonPublish(true)
                .lazy("/lazy/**")
                .lazyTime(Duration.ofSeconds(2))
                .aclTimeout(Duration.ofSeconds(4))
                .extend(watch)
                .messageAcl((poe, client, incoming) -> judge(incoming))
                .callback(event -> log.add("  " + words(event)))
                .start(kernel);
        run();
        server = running();
        sessions = kernel.counts().sessions();
        for (int i = 0; i < LINES; i++) {
            lines[i] = PollLine.polling(simulation.connect(PORT));
        }
        for (int i = 0; i < BROWSERS; i++) {
            come(lines[i], i);
        }
    }

    private void judge(Incoming incoming) {
        judged++;
        if (judging == 1 && judged % 7 == 0) {
            incoming.defer();
            deferred.add(incoming);
        } else if (judging == 2 && judged % 11 == 0) {
            incoming.error("not now");
        }
    }

    /** All go, one after another, and time passes. */
    private void end() {
        deferred.clear();
        for (PollLine line : lines) {
            line.socket.close();
            look();
        }
        advance(600);
        log.add("end " + kernel.counts());
    }

    // ---- steps

    private void step(int at) {
        int which = random.nextInt(100);
        PollLine line = lines[random.nextInt(LINES)];
        if (!line.isOpen() || which < 3 || line.owed > 4) {
            cut(line);
        } else if (which < 60) {
            again(line);
        } else if (which < 70) {
            publish();
        } else if (which < 80) {
            connect(line, anyone());
        } else if (which < 83 || clients.size() < 3) {
            come(line, random.nextInt(BROWSERS));
        } else if (which < 86) {
            subscribe(line);
        } else if (which < 90) {
            several(line);
        } else if (which < 92) {
            talk();
        } else if (which < 94) {
            strange(line);
        } else if (which < 96) {
            decide();
        } else if (which < 98) {
            advance(1 + random.nextInt(12));
        } else if (which < 99) {
            forget();
        } else if (at > STEPS * 4 / 5) {
            server.drain();
        }
        run();
        if (random.nextInt(4) == 0) {
            advance(random.nextInt(1_000) / 1e3);
        }
    }

    /** Another client is made, and mostly goes on to poll. */
    private void come(PollLine line, int browser) {
        Known before = anyone();
        post(line, browser, handshake());
        look();
        Known client = clients.isEmpty() ? before : clients.get(clients.size() - 1);
        if (client != before && random.nextInt(8) > 0) {
            connect(line, client);
            look();
            post(line, browser, "[" + subscription("subscribe", client) + "]");
            look();
            connect(line, client);
        }
    }

    /** The last poll on it comes again and again, mostly once it was answered. */
    private void again(PollLine line) {
        if (line.last == null) {
            connect(line, anyone());
        }
        for (int i = random.nextInt(6); i >= 0; i--) {
            if (line.owed > 0 && random.nextInt(8) > 0) {
                publish();
                run();
            }
            if (line.last != null && line.isOpen() && line.owed < 3) {
                send(line, line.last);
                look();
            }
        }
    }

    private void publish() {
        server.publish(new Publish(CHANNELS[random.nextInt(CHANNELS.length)], number++));
    }

    private void cut(PollLine line) {
        switch (random.nextInt(3)) {
            case 0 -> line.socket.close();
            case 1 -> line.socket.reset();
            default -> {
                if (line.isOpen()) {
                    line.socket.halfClose();
                }
            }
        }
        run();
        look();
        line.socket.close();
        replace(line, PollLine.polling(simulation.connect(PORT)));
    }

    private void replace(PollLine old, PollLine made) {
        if (!old.isTalking() && !made.isTalking() && random.nextInt(3) > 0) {
            made.last = old.last; // who comes back says what it said before
        }
        for (int i = 0; i < LINES; i++) {
            lines[i] = lines[i] == old ? made : lines[i];
        }
    }

    /** A client goes on by WebSocket on a line of its own. */
    private void talk() {
        PollLine old = lines[LINES - 1];
        old.socket.close();
        run();
        look();
        String cookie = random.nextBoolean() ? "" : "Cookie: " + cookies[random.nextInt(BROWSERS)] + "\r\n";
        replace(old, PollLine.talking(new Talker(this, cookie + odd.next())));
        connect(lines[LINES - 1], anyone());
    }

    private void decide() {
        if (!deferred.isEmpty()) {
            Incoming first = deferred.remove(0);
            if (random.nextBoolean()) {
                first.allow();
            } else {
                first.error("no");
            }
        }
    }

    /** The server forgets one, or its session is killed. */
    private void forget() {
        List<Client> all = server.clients();
        if (!all.isEmpty()) {
            Client one = all.get(random.nextInt(all.size()));
            if (random.nextBoolean()) {
                one.disconnect();
            } else {
                kernel.signal(one.session(), "KILL");
            }
        }
    }

    // ---- messages

    private Known anyone() {
        return clients.isEmpty() ? new Known("nobody", 0) : clients.get(random.nextInt(clients.size()));
    }

    private String handshake() {
        return "[{\"channel\":\"/meta/handshake\",\"version\":\"1.0\",\"supportedConnectionTypes\":[\"long-polling\"]"
                + (random.nextInt(3) == 0 ? ",\"ext\":{\"ack\":true}" : "")
                + (random.nextInt(6) == 0 ? ",\"ext\":{\"json-comment-filtered\":true}" : "") + "}]";
    }

    private String connect(Known client) {
        String type = random.nextInt(15) == 0 ? "smoke" : random.nextInt(4) == 0 ? "websocket" : "long-polling";
        return "{\"channel\":\"/meta/connect\",\"clientId\":\"" + client.id + "\",\"connectionType\":\"" + type + "\""
                + switch (random.nextInt(12)) {
                    case 0 -> ",\"id\":\"7\"";
                    case 1 -> ",\"id\":" + number++;
                    case 2 -> ",\"advice\":{\"timeout\":0}";
                    case 3 -> ",\"advice\":{\"timeout\":900}";
                    case 4, 5 -> ",\"ext\":{\"ack\":" + acknowledged + "}";
                    case 6 -> ",\"ext\":{\"x\":\"" + "x".repeat(300 + random.nextInt(200)) + "\"}";
                    default -> "";
                }
                + "}";
    }

    private void connect(PollLine line, Known client) {
        String json = connect(client);
        line.last = post(line, client.browser, random.nextInt(5) == 0 ? json : "[" + json + "]");
    }

    private void subscribe(PollLine line) {
        Known client = anyone();
        post(line, client.browser, "[" + subscription(client) + "]");
    }

    private String subscription(Known client) {
        return subscription(random.nextInt(3) == 0 ? "unsubscribe" : "subscribe", client);
    }

    private String subscription(String verb, Known client) {
        return "{\"channel\":\"/meta/" + verb + "\",\"clientId\":\"" + client.id + "\",\"subscription\":\""
                + PATTERNS[random.nextInt(PATTERNS.length)] + "\"}";
    }

    private void several(PollLine line) {
        List<String> messages = new ArrayList<>();
        Known client = anyone();
        for (int i = random.nextInt(3); i >= 0; i--) {
            String id = random.nextInt(5) == 0 ? "" : ",\"clientId\":\"" + client.id + "\"";
            messages.add(
                    switch (random.nextInt(6)) {
                        case 0 -> connect(client);
                        case 1 -> subscription(client);
                        case 2 ->
                            random.nextInt(6) > 0
                                    ? "{\"channel\":\"/meta/ping\"}"
                                    : "{\"channel\":\"/meta/disconnect\",\"clientId\":\"" + client.id + "\"}";
                        default ->
                            "{\"channel\":\"" + CHANNELS[random.nextInt(CHANNELS.length)] + "\"" + id + ",\"data\":"
                                    + number++ + "}";
                    });
            client = random.nextInt(4) == 0 ? anyone() : client;
        }
        post(line, client.browser, "[" + String.join(",", messages) + "]");
    }

    // ---- requests

    private PollLine.Said post(PollLine line, int browser, String json) {
        PollLine.Said said = line.isTalking() ? new PollLine.Said(json, "", browser) : request(browser, json);
        send(line, said);
        return said;
    }

    /** In one of the forms that there are, mostly the usual one. */
    private PollLine.Said request(int browser, String json) {
        String form = URLEncoder.encode(json, UTF_8);
        return switch (random.nextInt(24)) {
            case 0 -> request("POST /cometd", browser, "text/json", json);
            case 1 -> request("POST /cometd", browser, "application/x-www-form-urlencoded", "message=" + form);
            case 2 -> request("GET /cometd?jsonp=f&message=" + form, browser, "", "");
            case 3 -> request("POST /cometd", browser, "", json);
            case 4 -> request("POST /cometd?y=z", browser, "application/json; charset=utf-8", json);
            default -> request("POST /cometd", browser, "application/json", json);
        };
    }

    /** Whatever is no message, or comes from where it may not. */
    private void strange(PollLine line) {
        String json = "[" + connect(anyone()) + "]";
        switch (line.isTalking() ? 0 : random.nextInt(6)) {
            case 0 -> post(line, 0, json.substring(random.nextInt(20)));
            case 1 -> send(line, request("OPTIONS /cometd", 1, "", ""));
            case 2 -> send(line, request("PUT /cometd", 1, "application/json", json));
            case 3 -> send(line, request("POST /cometd", 2, "text/plain", json));
            case 4 -> send(line, request("GET /elsewhere", 2, "", ""));
            default -> send(line, request("POST /cometd", 0, "application/json\r\nOrigin: http://evil", json));
        }
    }

    private PollLine.Said request(String what, int browser, String type, String content) {
        StringBuilder head = new StringBuilder(what).append(" HTTP/1.1\r\nHost: a:8080\r\n");
        String cookie = random.nextInt(20) == 0 ? "BAYEUX_BROWSER=other;" : cookies[browser];
        if (!cookie.isEmpty() && random.nextInt(20) > 0) {
            head.append("Cookie: x=1; ").append(cookie).append("\r\n");
        }
        if (random.nextInt(10) == 0) {
            head.append("X-Forwarded-For: 10.0.0.").append(random.nextInt(2)).append("\r\n");
        }
        if (random.nextInt(10) == 0) {
            head.append("Origin: http://a:8080\r\n");
        }
        if (!type.isEmpty()) {
            head.append("Content-Type: ").append(type).append("\r\n");
        }
        if (!content.isEmpty()) {
            head.append("Content-Length: ")
                    .append(content.getBytes(UTF_8).length)
                    .append("\r\n");
        }
        return new PollLine.Said(head.toString(), "\r\n" + content, browser);
    }

    private void send(PollLine line, PollLine.Said said) {
        requests++;
        line.browser = said.browser();
        if (line.isTalking()) {
            learn(line, String.join("\n", log(line.say(said.head()))).replace('\'', '"'));
            return;
        }
        line.owed++;
        String whole = said.whole(odd.next());
        int length = said.head().length() + said.rest().length();
        int cut = random.nextInt(5) == 0 ? random.nextInt(length) : length; // counted without what is odd
        int odd = whole.length() - length;
        int at = cut <= said.head().length() ? cut : cut + odd;
        line.socket.send(whole.substring(0, at));
        run();
        if (at < whole.length()) {
            advance(random.nextInt(100) / 1e3);
            line.socket.send(whole.substring(at));
            run();
        }
    }

    // ---- what is seen

    private List<String> log(List<String> heard) {
        log.addAll(heard);
        return heard;
    }

    private void look() {
        run();
        for (int i = 0; i < LINES; i++) {
            String heard = lines[i].heard();
            if (!heard.isEmpty()) {
                log.add(clock() + " line " + i + ": " + heard);
                learn(lines[i], heard);
            }
        }
        log.add(clock() + " " + server.clients().size() + " clients, " + server.pollsOpen() + " polls, "
                + server.polls().browsers() + " browsers, " + server.channelCount() + " channels, " + server.counts()
                + ", " + kernel.counts());
    }

    private long clock() {
        return kernel.clock().nanoTime();
    }

    private void learn(PollLine line, String heard) {
        int browser = line.browser;
        Matcher cookie = COOKIE.matcher(heard);
        while (cookie.find()) {
            cookies[browser] = cookie.group(1);
        }
        Matcher shaken = SHAKEN.matcher(heard);
        while (shaken.find()) {
            if (clients.size() == CLIENTS) {
                clients.remove(0);
            }
            clients.add(new Known(shaken.group(1), browser));
        }
        Matcher unknown = UNKNOWN.matcher(heard);
        while (unknown.find()) {
            String id = unknown.group(1);
            clients.removeIf(client -> client.id.equals(id));
            if (line.last != null && (line.last.head() + line.last.rest()).contains(id) && random.nextInt(4) > 0) {
                line.last = null;
            }
        }
        Matcher ack = ACK.matcher(heard);
        while (ack.find()) {
            acknowledged = ack.group(1);
        }
    }
}
