package dev.usher.benchmarks.jmh;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * One client of a {@link PollingRoom}: it shakes hands, subscribes if it shall, and then polls, asking the same again
 * as soon as it is answered. The requests are those of a client in Node.
 */
final class PollingClient extends MemoryLink {
    static final String CHANNEL = "/load/0";

    private static final byte[] ID = "\"clientId\":\"".getBytes(ISO_8859_1);
    private static final int LARGEST = 4_096;

    private enum Step {
        HANDSHAKE,
        SUBSCRIBE,
        POLL,
        SAY
    }

    private final PollingRoom room;
    private final boolean subscribes;
    private final byte[] answer = new byte[LARGEST];
    private int length; // of the answer
    private Step step = Step.HANDSHAKE;
    private String clientId;
    private String cookie = "";
    private byte[] poll;

    PollingClient(PollingRoom room, int port, boolean subscribes) {
        super(room.network(), port);
        this.room = room;
        this.subscribes = subscribes;
        ask(request(
                "\"channel\":\"/meta/handshake\",\"version\":\"1.0\",\"supportedConnectionTypes\":[\"long-polling\"]"));
    }

    /** What was answered last. */
    String answer() {
        return new String(answer, 0, length, ISO_8859_1);
    }

    /** Publishes: this client polls no more. */
    void say(String data) {
        step = Step.SAY;
        ask(request("\"channel\":\"" + CHANNEL + "\",\"data\":" + data));
    }

    private byte[] request(String message) {
        String body = "[{" + message + "}]";
        String request = "POST /cometd HTTP/1.1\r\nContent-Type: application/json;charset=UTF-8\r\nContent-Length: "
                + body.length() + cookie + "\r\nHost: 127.0.0.1:8080\r\nConnection: keep-alive\r\n\r\n" + body;
        return request.getBytes(ISO_8859_1);
    }

    /** What it asks again and again, once it polls. */
    byte[] poll() {
        return poll;
    }

    @Override
    public int write(ByteBuffer from) throws IOException {
        int before = length;
        length = from.remaining();
        from.get(answer, 0, length);
        switch (step) {
            case HANDSHAKE -> welcome();
            case SUBSCRIBE -> beginPolling();
            case POLL -> {
                room.hasHeard(before == length);
                ask(poll);
            }
            case SAY -> room.hasHeard(before == length);
        }
        return length;
    }

    private void welcome() throws IOException {
        String text = answer();
        int from = text.indexOf(new String(ID, ISO_8859_1)) + ID.length;
        if (!text.startsWith("HTTP/1.1 200 ") || from < ID.length) {
            throw new IOException("no handshake: " + text);
        }
        clientId = text.substring(from, text.indexOf('"', from));
        int set = text.indexOf("Set-Cookie: ");
        if (set >= 0) {
            cookie = "\r\nCookie: " + text.substring(set + 12, text.indexOf(';', set));
        }
        if (subscribes) {
            step = Step.SUBSCRIBE;
            ask(request("\"channel\":\"/meta/subscribe\",\"clientId\":\"" + clientId + "\",\"subscription\":\""
                    + CHANNEL + "\""));
        } else {
            step = Step.SAY;
        }
    }

    private void beginPolling() {
        step = Step.POLL;
        poll = request(
                "\"channel\":\"/meta/connect\",\"clientId\":\"" + clientId + "\",\"connectionType\":\"long-polling\"");
        ask(poll);
    }
}
