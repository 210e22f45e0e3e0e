package dev.usher.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

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
    private static final Pattern VALUE = Pattern.compile("\"value\":\"((?:[^\"\\\\]|\\\\.)*)\"");

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
            String answer = answerTo(script);
            while (answer.contains("Execution context was destroyed")) {
                answer = answerTo(script); // the empty page has just given way to the one that was asked for
            }
            Matcher value = VALUE.matcher(answer);
            if (!value.find()) {
                throw new IOException(script + " was answered " + answer);
            }
            return value.group(1);
        }

        private String answerTo(String script) throws Exception {
            String quoted = script.replace("\\", "\\\\").replace("\"", "\\\"");
            socket.sendText(
                            "{\"id\":1,\"method\":\"Runtime.evaluate\",\"params\":{\"awaitPromise\":true,\"expression\":\""
                                    + quoted + "\"}}",
                            true)
                    .join();
            String answer = answers.poll(20, TimeUnit.SECONDS);
            if (answer == null) {
                throw new IOException("no answer within 20 s to " + script);
            }
            return answer;
        }
    }
}
