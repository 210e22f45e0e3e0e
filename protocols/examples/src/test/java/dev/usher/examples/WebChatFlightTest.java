package dev.usher.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.component.http.HttpServer;
import dev.usher.examples.webchat.ChatLimits;
import dev.usher.filters.bayeux.Json;
import dev.usher.kernel.Kernel;
import dev.usher.recorder.FlightRecorder;
import dev.usher.recorder.Recording;
import dev.usher.recorder.Replay;
import dev.usher.recorder.Replayed;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An evening in the web chat over real WebSockets, recorded and run again from the recording. */
@Timeout(60)
class WebChatFlightTest {
    private static final int PEOPLE = 4;
    private static final int SAYINGS = 15;

    /** Somebody who talks, and listens until everybody has said all. */
    private static final class Talker implements WebSocket.Listener {
        private final BlockingQueue<Map<?, ?>> heard = new LinkedBlockingQueue<>();
        private final StringBuilder text = new StringBuilder();
        private WebSocket socket;
        private String id = "";

        static int talk(HttpClient client, int port, String nick) throws Exception {
            Talker talker = new Talker();
            talker.socket = client.newWebSocketBuilder()
                    .buildAsync(URI.create("ws://127.0.0.1:" + port + "/cometd"), talker)
                    .get(10, TimeUnit.SECONDS);
            return talker.talk(nick);
        }

        private int talk(String nick) throws Exception {
            say(Map.of(
                    "channel", "/meta/handshake", "version", "1.0", "supportedConnectionTypes", List.of("websocket")));
            id = next("/meta/handshake").get("clientId").toString();
            say(
                    Map.of("channel", "/meta/connect", "connectionType", "websocket"),
                    Guest.service("enter", Map.of("nick", nick, "token", Guest.token(nick))),
                    Guest.service("join", Map.of("room", "foyer")),
                    Guest.subscription("/room/foyer"));
            int heardOfAll = ((List<?>) ((Map<?, ?>) next("/service/join").get("data")).get("sayings")).size();
            for (int n = 1; n <= SAYINGS; n++) {
                say(Guest.service("say", Map.of("room", "foyer", "n", n, "text", nick + " says " + n)));
            }
            while (heardOfAll < PEOPLE * SAYINGS) {
                heardOfAll += ((Map<?, ?>) next("/room/foyer").get("data")).containsKey("said") ? 1 : 0;
            }
            socket.sendClose(WebSocket.NORMAL_CLOSURE, "").get(10, TimeUnit.SECONDS);
            return heardOfAll;
        }

        private Map<?, ?> next(String channel) throws InterruptedException {
            Map<?, ?> message;
            do {
                message = heard.poll(20, TimeUnit.SECONDS);
                assertTrue(message != null, "nothing more came on " + channel);
            } while (!channel.equals(message.get("channel"))
                    || channel.startsWith("/service") && message.containsKey("successful"));
            return message;
        }

        private void say(Map<?, ?>... messages) throws Exception {
            List<Map<Object, Object>> all = new ArrayList<>();
            for (Map<?, ?> message : messages) {
                Map<Object, Object> whole = new LinkedHashMap<>(message);
                whole.put("clientId", id);
                all.add(whole);
            }
            socket.sendText(Json.of(all).toString(), true).get(10, TimeUnit.SECONDS);
        }

        @Override
        public CompletionStage<?> onText(WebSocket own, CharSequence part, boolean last) {
            text.append(part);
            if (last) {
                ((List<?>) Json.parse(text.toString()).value()).forEach(message -> heard.add((Map<?, ?>) message));
                text.setLength(0);
            }
            own.request(1);
            return null;
        }
    }

    private static void start(Kernel kernel, CompletableFuture<Integer> port) {
        ChatLimits limits = new ChatLimits(1_000, 10, 10, 100, SAYINGS, Duration.ofSeconds(1));
        WebChat chat = new WebChat(limits, Duration.ofSeconds(15));
        chat.begin(kernel);
        chat.server(0)
                .address("127.0.0.1")
                .started((listener, poe) -> port.complete(listener.port()))
                .start(kernel);
    }

    @Test
    void shouldDoTheSameAgainWhenReplayed(@TempDir Path folder) throws Exception {
        // given a recording of people who talk, from a file
        FlightRecorder recorder = FlightRecorder.keeping(8);
        Kernel kernel = Kernel.builder().seams(recorder).build();
        CompletableFuture<Integer> port = new CompletableFuture<>();
        start(kernel, port);
        HttpClient client = HttpClient.newHttpClient();
        ExecutorService people = Executors.newFixedThreadPool(PEOPLE + 1);
        List<Future<Integer>> talks = new ArrayList<>();
        for (int i = 0; i < PEOPLE; i++) {
            String nick = "Seat " + i;
            talks.add(people.submit(() -> Talker.talk(client, port.get(10, TimeUnit.SECONDS), nick)));
        }
        people.submit(() -> {
            try {
                for (Future<?> talk : talks) {
                    talk.get(40, TimeUnit.SECONDS);
                }
            } finally {
                kernel.postFromAnyThread("HTTPd", HttpServer.SHUTDOWN, null);
            }
            return null;
        });
        kernel.run();
        people.shutdown();
        for (Future<Integer> talk : talks) {
            assertEquals(PEOPLE * SAYINGS, talk.get());
        }
        Path file = folder.resolve("web-chat.flight");
        recorder.recording().write(file);
        Recording recording = Recording.read(file);

        // when
        Replayed replayed = Replay.of(recording).run(again -> start(again, new CompletableFuture<Integer>()));

        // then
        assertEquals(recorder.traceHash(), replayed.traceHash());
        assertEquals(recording.size(), replayed.records());
        assertTrue(recording.size() > PEOPLE * SAYINGS, recording.toString());
    }
}
