package dev.usher.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.usher.filters.bayeux.Json;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Chromium without a window, told what to do over its DevTools protocol. */
final class Browser implements AutoCloseable {
    private static final Pattern READY = Pattern.compile("DevTools listening on ws://([^/]+)/.*");
    private static final Pattern PAGE = Pattern.compile("\"webSocketDebuggerUrl\": *\"([^\"]+)\"");

    private final HttpClient client = HttpClient.newHttpClient();
    private final Process process;
    private final String address;

    private Browser(Process process, String address) {
        this.process = process;
        this.address = address;
    }

    /** Where it is, if it is on this machine. */
    static Optional<Path> find() {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .flatMap(folder -> Stream.of("chromium", "chromium-browser", "google-chrome")
                        .map(name -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    static Browser start(Path program, Path profile) throws IOException {
        ProcessBuilder wanted = new ProcessBuilder(
                        program.toString(),
                        "--headless=new",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-dev-shm-usage",
                        "--no-first-run",
                        "--remote-debugging-port=0",
                        "--user-data-dir=" + profile,
                        "about:blank")
                .redirectOutput(ProcessBuilder.Redirect.DISCARD);
        wanted.environment().put("TMPDIR", profile.toString()); // all that it leaves goes with the profile
        Process process = wanted.start();
        BufferedReader said = new BufferedReader(new InputStreamReader(process.getErrorStream(), UTF_8));
        StringBuilder all = new StringBuilder();
        for (String line = said.readLine(); line != null; line = said.readLine()) {
            Matcher ready = READY.matcher(line);
            if (ready.matches()) {
                Thread drain = new Thread(() -> said.lines().forEach(ignored -> {}));
                drain.setDaemon(true);
                drain.start();
                return new Browser(process, ready.group(1));
            }
            all.append(line).append('\n');
        }
        throw new IOException(program + " has ended: " + all);
    }

    Tab open(URI page) throws Exception {
        String answer = client.send(
                        HttpRequest.newBuilder(URI.create("http://" + address + "/json/new?" + page))
                                .PUT(HttpRequest.BodyPublishers.noBody())
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
        Matcher found = PAGE.matcher(answer);
        if (!found.find()) {
            throw new IOException("no page was opened: " + answer);
        }
        return new Tab(found.group(1));
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        process.onExit().join(); // its profile can be deleted then
    }

    /** One page. */
    final class Tab {
        private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();
        private final WebSocket socket;
        private int asked;

        private Tab(String debugger) {
            socket = client.newWebSocketBuilder()
                    .buildAsync(URI.create(debugger), new WebSocket.Listener() {
                        private final StringBuilder message = new StringBuilder();

                        @Override
                        public CompletionStage<?> onText(WebSocket own, CharSequence part, boolean last) {
                            message.append(part);
                            if (last) {
                                answers.add(message.toString());
                                message.setLength(0);
                            }
                            own.request(1);
                            return null;
                        }
                    })
                    .join();
        }

        /** Waits until a condition holds, and answers an expression's text. */
        String when(String condition, String expression) throws Exception {
            return evaluate("new Promise(done => { const timer = setInterval(() => { if (" + condition
                    + ") { clearInterval(timer); done(String(" + expression + ")); } }, 10); })");
        }

        String evaluate(String script) throws Exception {
            Map<String, Object> asked = Map.of("expression", script, "awaitPromise", true);
            Map<?, ?> answer = ask("Runtime.evaluate", asked);
            while (answer.toString().contains("Execution context was destroyed")
                    || answer.toString().contains("Inspected target navigated")) {
                answer = ask("Runtime.evaluate", asked); // one page has just given way to another
            }
            if (answer.get("result") instanceof Map<?, ?> outer
                    && outer.get("result") instanceof Map<?, ?> result
                    && result.get("value") instanceof String value) {
                return value;
            }
            throw new IOException(script + " was answered " + answer);
        }

        /** Sends a command of the protocol, and answers its answer; what the browser tells unasked is passed over. */
        Map<?, ?> ask(String method, Map<String, ?> parameters) throws Exception {
            int id = ++asked;
            socket.sendText(
                            Json.of(Map.of("id", id, "method", method, "params", parameters))
                                    .toString(),
                            true)
                    .join();
            while (true) {
                String text = answers.poll(20, TimeUnit.SECONDS);
                if (text == null) {
                    throw new IOException("no answer within 20 s to " + method + " " + parameters);
                }
                Map<?, ?> answer = (Map<?, ?>) Json.parse(text).value();
                if (Integer.valueOf(id).equals(answer.get("id"))) {
                    return answer;
                }
            }
        }

        /** As if somebody typed it. */
        void type(String text) throws Exception {
            ask("Input.insertText", Map.of("text", text));
        }

        /** As if somebody pressed it, with shift or without. */
        void press(Key key, boolean shift) throws Exception {
            Map<String, Object> pressed = new HashMap<>(Map.of(
                    "type", "keyDown",
                    "key", key.name,
                    "code", key.name,
                    "windowsVirtualKeyCode", key.code,
                    "modifiers", shift ? 8 : 0));
            if (key == Key.ENTER) {
                pressed.put("text", "\r");
            }
            ask("Input.dispatchKeyEvent", pressed);
            pressed.remove("text");
            pressed.put("type", "keyUp");
            ask("Input.dispatchKeyEvent", pressed);
        }

        void press(Key key) throws Exception {
            press(key, false);
        }

        void size(int width, int height, boolean mobile) throws Exception {
            ask(
                    "Emulation.setDeviceMetricsOverride",
                    Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", mobile));
        }

        /** Dark or light. */
        void scheme(String wanted) throws Exception {
            Map<String, String> feature = Map.of("name", "prefers-color-scheme", "value", wanted);
            ask("Emulation.setEmulatedMedia", Map.of("features", List.of(feature)));
        }

        byte[] screenshot() throws Exception {
            Map<?, ?> answer = ask("Page.captureScreenshot", Map.of("format", "png"));
            return Base64.getDecoder().decode((String) ((Map<?, ?>) answer.get("result")).get("data"));
        }
    }

    /** A key that is more than a letter. */
    enum Key {
        ENTER("Enter", 13),
        ESCAPE("Escape", 27),
        TAB("Tab", 9);

        private final String name;
        private final int code;

        Key(String name, int code) {
            this.name = name;
            this.code = code;
        }
    }
}
