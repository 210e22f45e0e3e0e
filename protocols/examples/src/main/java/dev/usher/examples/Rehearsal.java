package dev.usher.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.net.Socket;
import java.util.List;

/**
 * Has each kind of server answer once, on 127.0.0.1, while a JVM looks on that shall know their classes again
 * ({@link Archive}). Its own thread, and one for each server.
 */
final class Rehearsal {
    private static final String READY = "listening on ";
    private static final int PATIENCE_MS = 10_000;

    private static final String GET = "GET %s HTTP/1.1\r\nHost: localhost\r\nAccept: */*\r\n\r\n";
    private static final String UPGRADE =
            "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                    + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n";
    private static final String HANDSHAKE = "[{\"channel\":\"/meta/handshake\",\"version\":\"1.0\",\"id\":\"1\","
            + "\"supportedConnectionTypes\":[\"websocket\",\"long-polling\"]}]";
    private static final String POST = "POST /cometd HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
            + "Content-Length: " + HANDSHAKE.length() + "\r\n\r\n" + HANDSHAKE;

    private Rehearsal() {}

    /** @param arguments none */
    public static void main(String[] arguments) throws IOException {
        ask(serve("echo"), "hello\n", "hello");
        int web = serve("http");
        ask(web, GET.formatted("/plaintext"), "HTTP/1.1 200");
        ask(web, GET.formatted("/hello/World"), "HTTP/1.1 200");
        ask(serve("websocket-echo"), UPGRADE, "HTTP/1.1 101");
        int chat = serve("web-chat");
        ask(chat, GET.formatted("/"), "HTTP/1.1 200");
        ask(chat, POST, "HTTP/1.1 200");
        System.exit(0); // the servers would go on
    }

    /** Starts one on a port of the system's choice, and answers that when it listens. */
    private static int serve(String name) throws IOException {
        PipedInputStream said = new PipedInputStream();
        PrintStream out = new PrintStream(new PipedOutputStream(said), true, UTF_8);
        Thread server = new Thread(() -> Main.run(List.of(name, "--port", "0"), out, System.err), name);
        server.setDaemon(true);
        server.start();
        String line = new BufferedReader(new InputStreamReader(said, UTF_8)).readLine();
        if (line == null || !line.startsWith(READY)) {
            throw new IOException("the example '" + name + "' does not listen but says: " + line);
        }
        return Integer.parseInt(line.substring(line.lastIndexOf(':') + 1));
    }

    private static void ask(int port, String request, String answer) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(PATIENCE_MS);
            socket.getOutputStream().write(request.getBytes(UTF_8));
            String said = new String(socket.getInputStream().readNBytes(answer.length()), UTF_8);
            if (!said.equals(answer)) {
                throw new IOException("'" + said + "' and not '" + answer + "' is the answer to: " + request);
            }
        }
    }
}
