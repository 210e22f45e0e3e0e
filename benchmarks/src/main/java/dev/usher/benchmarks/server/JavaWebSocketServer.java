package dev.usher.benchmarks.server;

import dev.usher.benchmarks.load.WebSocketScript;
import dev.usher.benchmarks.measure.Options;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import org.java_websocket.WebSocket;
import org.java_websocket.drafts.Draft;
import org.java_websocket.drafts.Draft_6455;
import org.java_websocket.extensions.permessage_deflate.PerMessageDeflateExtension;
import org.java_websocket.handshake.ClientHandshake;
import org.java_websocket.server.WebSocketServer;

/** Java-WebSocket with one thread that decodes, beside the one that selects. */
public final class JavaWebSocketServer extends WebSocketServer {

    private final boolean all;

    private JavaWebSocketServer(int port, boolean all, List<Draft> drafts) {
        super(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1, drafts);
        this.all = all;
    }

    public static void main(String[] arguments) {
        Options options = Options.of(arguments, "port", "0", "to", WebSocketScript.ONE, "deflate", "");
        boolean all = options.text("to").equals(WebSocketScript.ALL);
        List<Draft> drafts = options.text("deflate").isEmpty()
                ? List.of()
                : List.of(new Draft_6455(new PerMessageDeflateExtension()));
        JavaWebSocketServer server = new JavaWebSocketServer(options.number("port"), all, drafts);
        server.setTcpNoDelay(true);
        server.setReuseAddr(true);
        server.run();
    }

    @Override
    public void onStart() {
        System.out.println("listening on 127.0.0.1:" + getPort());
    }

    @Override
    public void onMessage(WebSocket connection, String message) {
        if (connection.isOpen()) {
            connection.send(message);
        }
    }

    @Override
    public void onMessage(WebSocket connection, ByteBuffer message) {
        if (all) {
            broadcast(message);
        } else if (connection.isOpen()) {
            connection.send(message);
        }
    }

    @Override
    public void onOpen(WebSocket connection, ClientHandshake handshake) {
        // Nothing to say first.
    }

    @Override
    public void onClose(WebSocket connection, int code, String reason, boolean remote) {
        // Nothing to clean up.
    }

    @Override
    public void onError(WebSocket connection, Exception error) {
        System.err.println(error);
    }
}
