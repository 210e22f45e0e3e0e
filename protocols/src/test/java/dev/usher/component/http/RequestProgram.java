package dev.usher.component.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.usher.component.OddField;
import dev.usher.component.log.Logs;
import dev.usher.filters.http.HttpLimits;
import dev.usher.kernel.Context;
import dev.usher.kernel.Event;
import dev.usher.kernel.KernelCounts;
import dev.usher.kernel.States;
import dev.usher.simulation.SimulatedClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A random program of clients of an HTTP server, decided by its seed; most of it asks again for what was asked last.
 * Writes down everything that can be seen from outside.
 */
final class RequestProgram extends HttpCase {
    static final int DIGITS = 6; // of the number that each content begins with

    private static final Event<Runnable> DO = Event.named("do", Runnable.class);
    private static final int STEPS = 60;
    private static final int LINES = 3;
    private static final int SMALL = 20;
    private static final String[] METHODS = {"GET", "GET", "GET", "POST", "POST", "PUT", "HEAD", "OPTIONS", "BREW"};
    private static final String[] TARGETS = {
        "/now",
        "/now",
        "/now",
        "/now?q=1",
        "/item/1",
        "/item/2?q=x%20y",
        "/later",
        "/later",
        "/keep",
        "/keep?q=2",
        "/stream",
        "/small",
        "/ask",
        "/none",
        "http://b/now",
        "/n%6fw",
        "/now?q=2",
        "/read"
    };

    /** A request: its line, its fields without the empty line, and how much content follows. */
    private record Asked(String line, String fields, int length, boolean chunked) {}

    private final SplittableRandom random;
    private final OddField odd;
    private final Witness witness = new Witness();
    private final List<Runnable> later = new ArrayList<>();
    private final SimulatedClient[] lines = new SimulatedClient[LINES];
    private final Asked[] last = new Asked[LINES];
    private int number;
    private int version;

    RequestProgram(long seed, boolean unlike) {
        random = new SplittableRandom(seed);
        odd = new OddField(unlike);
    }

    /** Answers what was seen, in its order. */
    List<String> play() {
        open();
        try {
            start();
            KernelCounts before = kernel.counts();
            for (int i = 0; i < LINES; i++) {
                lines[i] = client();
            }
            for (int i = 0; i < STEPS; i++) {
                step();
                look();
            }
            for (SimulatedClient line : lines) {
                line.close();
                look();
            }
            while (!later.isEmpty()) {
                within(later.remove(0));
            }
            advance(600);
            look();
            log.addAll(witness.kept());
            assertEquals(before, kernel.counts());
            assertEquals(
                    List.of(),
                    Logs.complaints().stream()
                            .filter(line -> !line.contains("was not answered within"))
                            .toList());
            log.addAll(Logs.lines());
            return log;
        } finally {
            close();
        }
    }

    Witness witness() {
        return witness;
    }

    // ---- the server

    private void start() {
        HttpServerBuilder server = bare().liveHandlers(random.nextBoolean())
                .keepAlive(random.nextInt(3) == 0 ? 1 + random.nextInt(40) : 0)
                .keepAliveTimeout(Duration.ofSeconds(10))
                .handlerTimeout(Duration.ofSeconds(15))
                .timeout(Duration.ofSeconds(5))
                .limits(HttpLimits.DEFAULT.withContent(3_000))
                .handler("^/now$", saying("now", "/now"))
                .handler("^/later$", this::later)
                .handler("^/keep$", (poe, request, response) -> {
                    witness.saw(request, "/keep");
                    witness.keep(request);
                    if (random(request) == 0) {
                        later.add(() -> answer("kept", request, response));
                    } else {
                        response.content("kept").respond().done();
                    }
                })
                .handler("^/read$", (poe, request, response) -> {
                    witness.saw(request, "/read");
                    response.content("not read").respond().done();
                })
                .route(Route.of("^/item/(?<id>[0-9]+)$").methods("GET", "PUT").to((poe, request, response) -> {
                    witness.saw(request, "/item/" + request.param("id"));
                    answer("item " + request.param("id"), request, response);
                }))
                .route(Route.of("^/stream$").streamed().to(this::stream))
                .route(Route.of("^/small$").content(SMALL).to(saying("small", "/small")))
                .route(Route.of("^/ask$")
                        .expect((poe, request, response) -> {
                            if (request.header("X-Say").isPresent()) {
                                response.code(417).content("no").respond().done();
                            }
                        })
                        .to(saying("asked", "/ask")))
                .host("b", List.of("^/now$", saying("b", "/now")));
        (random.nextBoolean() ? logged(server) : server).start(kernel);
        kernel.create(
                States.of(Object.class)
                        .start((heap, poe) -> poe.aliasSet("app"))
                        .on(DO, (heap, poe, action) -> action.run()),
                null);
        run();
    }

    /** Of a request, the same in each run. */
    private static int random(HttpRequest request) {
        return request.header("X-Say").map(String::length).orElse(2) % 2;
    }

    private HttpHandler saying(String by, String path) {
        return (poe, request, response) -> {
            witness.saw(request, path);
            answer(by, request, response);
        };
    }

    private void answer(String by, HttpRequest request, HttpResponse response) {
        if (!response.finished()) {
            response.contentType("text/plain")
                    .header("X-By", by)
                    .content(witness.words(request))
                    .respond()
                    .done();
        }
    }

    private void later(Context poe, HttpRequest request, HttpResponse response) {
        witness.saw(request, "/later");
        later.add(() -> answer("later", request, response));
    }

    private void stream(Context poe, HttpRequest request, HttpResponse response) {
        witness.saw(request, "/stream");
        StringBuilder text = new StringBuilder();
        request.onContent((context, piece) -> {
            text.append(new String(piece.array(), piece.offset(), piece.length(), ISO_8859_1));
            if (piece.isLast()) {
                response.content("streamed " + witness.content(request, text.toString()))
                        .respond()
                        .done();
            }
        });
    }

    // ---- steps

    private void step() {
        int which = random.nextInt(100);
        int line = random.nextInt(LINES);
        if (!lines[line].isConnected() || lines[line].isClosedByPeer() || which < 3) {
            cut(line);
        } else if (which < 55) {
            again(line);
        } else if (which < 80) {
            last[line] = last[line] != null && random.nextBoolean() ? relined(last[line]) : made();
            send(line, wire(last[line]));
        } else if (which < 86) {
            swap();
        } else if (which < 96) {
            if (!later.isEmpty()) {
                within(later.remove(0));
            }
        } else {
            advance(random.nextInt(12_000) / 1e3);
        }
        run();
        if (random.nextInt(4) == 0) {
            advance(random.nextInt(900) / 1e3);
        }
    }

    private void within(Runnable action) {
        kernel.post("app", DO, action);
        run();
    }

    /** One after another, or together; what waits for its answer gets it mostly. */
    private void again(int line) {
        if (last[line] == null) {
            return;
        }
        for (int i = random.nextInt(6); i >= 0 && lines[line].isConnected() && !lines[line].isClosedByPeer(); i--) {
            StringBuilder text = new StringBuilder();
            for (int j = random.nextInt(4) == 0 ? random.nextInt(6) : 0; j >= 0; j--) {
                text.append(wire(last[line]));
            }
            send(line, text.toString());
            while (!later.isEmpty() && random.nextInt(5) > 0) {
                within(later.remove(0));
            }
            look();
        }
    }

    private void cut(int line) {
        switch (random.nextInt(3)) {
            case 0 -> lines[line].close();
            case 1 -> lines[line].reset();
            default -> {
                if (lines[line].isConnected()) {
                    lines[line].halfClose();
                    run();
                    look();
                }
                lines[line].close();
            }
        }
        run();
        lines[line] = client();
        if (random.nextInt(3) == 0) {
            last[line] = last[random.nextInt(LINES)]; // another client asks for the same
        }
    }

    private void swap() {
        switch (random.nextInt(3)) {
            case 0 ->
                kernel.post("HTTPd", HttpServer.HANDLERS_SET, List.of("^/now$", saying("now " + ++version, "/now")));
            case 1 -> kernel.post("HTTPd", HttpServer.HANDLERS_REMOVE, "^/small$");
            default -> kernel.post("HTTPd", HttpServer.HANDLERS_SET, List.of("^/n", saying("any " + ++version, "/n")));
        }
        run();
    }

    // ---- requests

    private Asked made() {
        String method = METHODS[random.nextInt(METHODS.length)];
        boolean old = random.nextInt(12) == 0;
        String line = line(method, old);
        boolean content = !method.equals("GET") && random.nextInt(4) > 0;
        boolean chunked = content && !old && random.nextInt(4) == 0;
        int length = content ? new int[] {0, 7, 12, 12, 40, 2_000, 3_100}[random.nextInt(7)] : 0;
        StringBuilder head = new StringBuilder("Host: ")
                .append(random.nextInt(5) == 0 ? "b" : "a")
                .append("\r\n");
        if (random.nextInt(3) == 0) {
            head.append("X-Say: ").append(random.nextBoolean() ? "hi" : "hello").append("\r\n");
        }
        if (random.nextInt(20) == 0) {
            head.append("Connection: close\r\n");
        } else if (old || random.nextInt(5) == 0) {
            head.append("Connection: keep-alive\r\n");
        }
        if (content && random.nextInt(5) == 0) {
            head.append("Expect: 100-continue\r\n");
        }
        if (random.nextInt(60) == 0) {
            head.append("Bad Name: x\r\n");
        }
        if (content) {
            head.append(chunked ? "Transfer-Encoding: chunked\r\n" : "Content-Length: " + length + "\r\n");
        }
        return new Asked(line, head.toString(), length, chunked);
    }

    /** The same fields behind another line. */
    private Asked relined(Asked asked) {
        boolean old = !asked.chunked && random.nextInt(4) == 0;
        String line = line(METHODS[random.nextInt(METHODS.length)], old);
        return new Asked(line, asked.fields, asked.length, asked.chunked);
    }

    private String line(String method, boolean old) {
        return method + " " + TARGETS[random.nextInt(TARGETS.length)] + (old ? " HTTP/1.0\r\n" : " HTTP/1.1\r\n");
    }

    /** On the wire; the field that makes it odd stands between bars. */
    private String wire(Asked asked) {
        String text = asked.line + asked.fields + "|" + odd.next() + "|\r\n";
        String content = asked.length == 0
                ? ""
                : String.format("%0" + DIGITS + "d", ++number) + "x".repeat(asked.length - DIGITS);
        if (!asked.chunked) {
            return text + content;
        }
        int half = content.length() / 2;
        return text
                + (half == 0 ? "" : chunk(content.substring(0, half)) + chunk(content.substring(half)))
                + "0\r\n\r\n";
    }

    private static String chunk(String text) {
        return Integer.toHexString(text.length()) + "\r\n" + text + "\r\n";
    }

    /** Whole, or in two pieces that are cut where the run without odd fields cuts. */
    private void send(int line, String text) {
        String[] parts = text.split("\\|", -1); // every second one is odd
        int length = 0;
        for (int i = 0; i < parts.length; i += 2) {
            length += parts[i].length();
        }
        int cut = random.nextInt(4) == 0 ? random.nextInt(length) : length;
        StringBuilder before = new StringBuilder();
        StringBuilder behind = new StringBuilder();
        for (int i = 0; i < parts.length; i++) {
            int at = i % 2 == 1 ? (cut > 0 ? parts[i].length() : 0) : Math.max(0, Math.min(cut, parts[i].length()));
            before.append(parts[i], 0, at);
            behind.append(parts[i], at, parts[i].length());
            cut -= i % 2 == 1 ? 0 : at;
        }
        lines[line].send(before.toString());
        run();
        if (!behind.isEmpty()) {
            advance(random.nextInt(10) == 0 ? 6 : random.nextInt(100) / 1e3);
            lines[line].send(behind.toString());
            run();
        }
    }

    // ---- what is seen

    private void look() {
        run();
        for (int i = 0; i < LINES; i++) {
            String heard = lines[i].takeReceived();
            if (!heard.isEmpty()) {
                log.add(kernel.clock().nanoTime() + " line " + i + ": " + heard);
            }
        }
        log.add(kernel.clock().nanoTime() + " " + later.size() + " to answer, " + kernel.counts());
    }
}
