package dev.usher.component.bayeux;

import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.cometd.bayeux.BinaryData;
import org.cometd.bayeux.Promise;
import org.cometd.bayeux.server.BayeuxServer;
import org.cometd.bayeux.server.ServerChannel;
import org.cometd.bayeux.server.ServerMessage;
import org.cometd.bayeux.server.ServerSession;
import org.cometd.server.BayeuxServerImpl;
import org.cometd.server.ext.AcknowledgedMessagesExtension;
import org.cometd.server.ext.BinaryExtension;
import org.cometd.server.ext.TimestampExtension;
import org.cometd.server.ext.TimesyncExtension;
import org.cometd.server.http.JSONHttpTransport;
import org.cometd.server.http.JSONPHttpTransport;
import org.cometd.server.http.jakarta.CometDServlet;
import org.cometd.server.websocket.jetty.JettyWebSocketTransport;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Context;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.websocket.server.WebSocketUpgradeHandler;

/** CometD's server on a port of 127.0.0.1, with its extensions, an echo and something that takes bytes. */
final class CometdServer implements AutoCloseable {
    final BlockingQueue<String> bytes = new LinkedBlockingQueue<>(); // that came on /binary
    private final Server jetty = new Server();
    private final ServerConnector connector = new ServerConnector(jetty);

    CometdServer() throws Exception {
        connector.setHost("127.0.0.1");
        jetty.addConnector(connector);
        BayeuxServerImpl bayeux = new BayeuxServerImpl();
        bayeux.setOption(Context.class.getName(), jetty.getContext());
        bayeux.setOption("ws.cometdURLMapping", "/cometd");
        bayeux.setOption("timeout", "2000");
        bayeux.setTransports(
                new JettyWebSocketTransport(bayeux), new JSONHttpTransport(bayeux), new JSONPHttpTransport(bayeux));
        ServletContextHandler servlets = new ServletContextHandler("/");
        servlets.setAttribute(BayeuxServer.ATTRIBUTE, bayeux);
        ServletHolder holder = new ServletHolder(CometDServlet.class);
        holder.setAsyncSupported(true);
        servlets.addServlet(holder, "/cometd/*");
        WebSocketUpgradeHandler upgrades = WebSocketUpgradeHandler.from(jetty);
        upgrades.setHandler(servlets);
        jetty.setHandler(upgrades);
        jetty.addBean(bayeux); // which is started behind the container of its WebSockets
        jetty.start();
        bayeux.addExtension(new AcknowledgedMessagesExtension());
        bayeux.addExtension(new TimesyncExtension());
        bayeux.addExtension(new TimestampExtension());
        bayeux.addExtension(new BinaryExtension());
        bayeux.createChannelIfAbsent("/service/echo").getReference().addListener(new ServerChannel.MessageListener() {
            @Override
            public boolean onMessage(ServerSession from, ServerChannel channel, ServerMessage.Mutable message) {
                from.deliver(null, channel.getId(), message.getData(), Promise.noop());
                return true;
            }
        });
        bayeux.createChannelIfAbsent("/binary").getReference().addListener(new ServerChannel.MessageListener() {
            @Override
            public boolean onMessage(ServerSession from, ServerChannel channel, ServerMessage.Mutable message) {
                if (message.getData() instanceof BinaryData data) {
                    bytes.add(Arrays.toString(data.asBytes()));
                }
                return true;
            }
        });
    }

    int port() {
        return connector.getLocalPort();
    }

    @Override
    public void close() {
        try {
            jetty.stop();
        } catch (Exception e) {
            throw new IllegalStateException("CometD's server does not end", e);
        }
    }
}
