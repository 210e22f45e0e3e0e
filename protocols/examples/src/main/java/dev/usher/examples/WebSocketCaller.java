package dev.usher.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.usher.component.tcp.ClientConnection;
import dev.usher.component.websocket.Disconnection;
import dev.usher.component.websocket.WebSocketClient;
import dev.usher.component.websocket.WebSocketClientBuilder;
import dev.usher.component.websocket.WebSocketClientConnection;
import dev.usher.filters.websocket.CloseCode;
import dev.usher.filters.websocket.DeflateOptions;
import dev.usher.filters.websocket.WebSocketUri;
import dev.usher.kernel.Context;
import dev.usher.kernel.Kernel;
import dev.usher.kernel.SignalInfo;
import java.io.PrintStream;
import java.util.List;

/** A WebSocket client: says one text, and prints what comes until that is enough, or the server closes. */
final class WebSocketCaller {
    private static final String NONE = "none";

    static final List<Option> OPTIONS = List.of(
            new Option(
                    "url",
                    "ws://127.0.0.1:8081/",
                    "ws://HOST:PORT/PATH or wss://HOST:PORT/PATH",
                    WebSocketCaller::isAddress),
            new Option("subprotocol", NONE, "a name, or none", name -> name.matches("[A-Za-z0-9._-]+")),
            new Option("say", "Hello", "a text", text -> true),
            Option.number("count", 1, 0, 999_999_999));

    /** The codes of ends that are as they should be; 1005 is a close frame without one. */
    private static final List<CloseCode> FINE = List.of(CloseCode.NORMAL, CloseCode.GOING_AWAY, CloseCode.NO_STATUS);

    private final WebSocketClientBuilder client;
    private final String url;
    private final int wanted; // messages, or 0 for as many as come
    private final PrintStream out;
    private final PrintStream err;
    private int came;
    private boolean failed;

    WebSocketCaller(Arguments arguments, PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
        url = arguments.text("url");
        wanted = arguments.number("count");
        String subprotocol = arguments.text("subprotocol");
        String text = arguments.text("say");
        client = WebSocketClient.to(url)
                .subprotocols(subprotocol.equals(NONE) ? new String[0] : new String[] {subprotocol})
                .deflate(DeflateOptions.DEFAULT)
                .onReady((socket, poe, handshake) -> socket.sendUtf8(text))
                .onUtf8((socket, poe, message) -> print(socket, message))
                .onBinary((socket, poe, bytes) -> print(socket, bytes.length + " bytes: " + new String(bytes, UTF_8)))
                .onConnectError((socket, poe, error) -> fail("cannot " + error.operation() + ": " + error.text()))
                .onDisconnect((socket, poe, end) -> ended(end))
                .carrier(tcp -> tcp.sig("INT", WebSocketCaller::leave).sig("TERM", WebSocketCaller::leave));
    }

    /** With a close frame, not without a word. */
    private static void leave(ClientConnection<WebSocketClientConnection, ?, ?> tcp, Context poe, SignalInfo signal) {
        poe.sigHandled();
        tcp.state().disconnect(CloseCode.GOING_AWAY.value());
    }

    private static boolean isAddress(String text) {
        try {
            WebSocketUri.of(text);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private void print(WebSocketClientConnection socket, String message) {
        out.println(message);
        if (++came == wanted) {
            socket.disconnect(CloseCode.NORMAL.value());
        }
    }

    private void ended(Disconnection end) {
        if (!FINE.contains(end.code())) {
            fail("the connection has ended: " + end.code() + (end.reason().isEmpty() ? "" : ", " + end.reason()));
        } else if (came < wanted && end.cause() == Disconnection.Cause.PEER) {
            fail("the server closed after " + came + " of " + wanted + " messages");
        }
    }

    private void fail(String reason) {
        failed = true;
        err.println("usher-examples: " + url + ": " + reason.replaceAll("\\p{Cc}", "?"));
    }

    void start(Kernel kernel) {
        client.start(kernel);
    }

    /** Answers 0 when all went well, 1 if not; to be asked when the kernel has run. */
    int outcome() {
        return failed ? 1 : 0;
    }

    static int run(Arguments arguments, PrintStream out, PrintStream err) {
        Kernel kernel = new Kernel();
        WebSocketCaller caller = new WebSocketCaller(arguments, out, err);
        caller.start(kernel);
        kernel.run();
        return caller.outcome();
    }
}
