package dev.usher.benchmarks.server;

import dev.usher.benchmarks.measure.Options;
import org.cometd.bayeux.server.BayeuxServer;
import org.cometd.server.BayeuxServerImpl;
import org.cometd.server.http.JSONHttpTransport;
import org.cometd.server.http.jakarta.CometDServlet;
import org.cometd.server.websocket.jetty.JettyWebSocketTransport;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Context;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.websocket.api.WebSocketContainer;
import org.eclipse.jetty.websocket.server.WebSocketUpgradeHandler;

/**
 * CometD on Jetty: its servlet for long-polling, Jetty's own WebSocket beside it, all options as they come. One
 * selector, which accepts too, and the thread pool as it comes.
 */
public final class CometdServer {

    private CometdServer() {}

    public static void main(String[] arguments) throws Exception {
        Options options = Options.of(arguments, "port", "0");
        Server server = new Server(new QueuedThreadPool());
        ServerConnector connector = new ServerConnector(server, 0, 1, new HttpConnectionFactory());
        connector.setHost("127.0.0.1");
        connector.setPort(options.number("port"));
        connector.setAcceptQueueSize(4_096);
        server.addConnector(connector);

        WebSocketUpgradeHandler upgrade = WebSocketUpgradeHandler.from(server);
        server.setHandler(upgrade);
        // Where CometD, made for Jetty 12.0, looks for it; that one put it there by itself.
        server.getContext().setAttribute(WebSocketContainer.class.getName(), upgrade.getServerWebSocketContainer());

        BayeuxServerImpl bayeux = new BayeuxServerImpl();
        bayeux.setOption(Context.class.getName(), server.getContext());
        bayeux.setOption("ws.cometdURLMapping", "/cometd");
        bayeux.setTransports(new JettyWebSocketTransport(bayeux), new JSONHttpTransport(bayeux));
        bayeux.start();

        ServletContextHandler servlets = new ServletContextHandler("/");
        servlets.setAttribute(BayeuxServer.ATTRIBUTE, bayeux);
        ServletHolder servlet = new ServletHolder(new CometDServlet());
        servlet.setAsyncSupported(true);
        servlets.addServlet(servlet, "/cometd/*");
        upgrade.setHandler(servlets);

        server.start();
        System.out.println("listening on 127.0.0.1:" + connector.getLocalPort());
    }
}
