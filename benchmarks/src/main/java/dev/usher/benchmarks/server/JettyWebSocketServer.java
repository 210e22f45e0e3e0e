package dev.usher.benchmarks.server;

import dev.usher.benchmarks.load.WebSocketScript;
import dev.usher.benchmarks.measure.Options;
import java.nio.ByteBuffer;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.server.WebSocketUpgradeHandler;

/** Jetty's own WebSocket with one selector, which accepts too; it compresses when a client asks for it. */
public final class JettyWebSocketServer {

    private static final int LARGEST = 65_536;
    /** A selector, one that runs when that produces, and one for all else: Jetty starts with no fewer. */
    private static final int THREADS = 4;

    private final Set<Session> room = ConcurrentHashMap.newKeySet();
    private final boolean all;

    private JettyWebSocketServer(boolean all) {
        this.all = all;
    }

    public static void main(String[] arguments) throws Exception {
        Options options = Options.of(arguments, "port", "0", "to", WebSocketScript.ONE);
        JettyWebSocketServer sockets =
                new JettyWebSocketServer(options.text("to").equals(WebSocketScript.ALL));
        Server server = new Server(new QueuedThreadPool(THREADS, THREADS));
        ServerConnector connector = new ServerConnector(server, 0, 1, new HttpConnectionFactory());
        connector.setHost("127.0.0.1");
        connector.setPort(options.number("port"));
        connector.setAcceptQueueSize(4_096);
        server.addConnector(connector);
        server.setHandler(WebSocketUpgradeHandler.from(server, container -> {
            container.setMaxTextMessageSize(LARGEST);
            container.setMaxBinaryMessageSize(LARGEST);
            container.setMaxFrameSize(LARGEST);
            container.addMapping("/", (request, response, callback) -> sockets.new Echo());
        }));
        server.start();
        System.out.println("listening on 127.0.0.1:" + connector.getLocalPort());
    }

    /** One connection; Jetty wants it public. */
    public final class Echo extends Session.Listener.AbstractAutoDemanding {

        private Echo() {}

        @Override
        public void onWebSocketOpen(Session session) {
            super.onWebSocketOpen(session);
            if (all) {
                room.add(session);
            }
        }

        @Override
        public void onWebSocketText(String message) {
            getSession().sendText(message, Callback.NOOP);
        }

        @Override
        public void onWebSocketBinary(ByteBuffer payload, Callback callback) {
            if (all) {
                for (Session each : room) {
                    each.sendBinary(payload.slice(), Callback.NOOP);
                }
                callback.succeed();
            } else {
                getSession().sendBinary(payload, callback);
            }
        }

        @Override
        public void onWebSocketClose(int code, String reason, Callback callback) {
            room.remove(getSession());
            callback.succeed();
        }
    }
}
