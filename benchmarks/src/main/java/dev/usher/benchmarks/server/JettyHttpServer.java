package dev.usher.benchmarks.server;

import dev.usher.benchmarks.load.HttpScript;
import dev.usher.benchmarks.measure.Options;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.PreEncodedHttpField;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** Jetty with one selector, which accepts too, and a handler that says it does not block. */
public final class JettyHttpServer extends Handler.Abstract.NonBlocking {

    private static final HttpField TYPE = new PreEncodedHttpField(HttpHeader.CONTENT_TYPE, "text/plain");
    private static final HttpField JSON_TYPE = new PreEncodedHttpField(HttpHeader.CONTENT_TYPE, "application/json");
    private static final ByteBuffer BODY = ByteBuffer.allocateDirect(HttpScript.BODY.length())
            .put(HttpScript.BODY.getBytes(StandardCharsets.US_ASCII))
            .flip();
    /** A selector, one that runs when that produces, and one for all else: Jetty starts with no fewer. */
    private static final int THREADS = 4;

    public static void main(String[] arguments) throws Exception {
        Options options = Options.of(arguments, "port", "0");
        Server server = new Server(new QueuedThreadPool(THREADS, THREADS));
        HttpConfiguration configuration = new HttpConfiguration();
        configuration.setSendServerVersion(true);
        configuration.setSendDateHeader(true);
        ServerConnector connector = new ServerConnector(server, 0, 1, new HttpConnectionFactory(configuration));
        connector.setHost("127.0.0.1");
        connector.setPort(options.number("port"));
        connector.setAcceptQueueSize(4_096);
        server.addConnector(connector);
        server.setHandler(new JettyHttpServer());
        server.start();
        System.out.println("listening on 127.0.0.1:" + connector.getLocalPort());
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        String path = request.getHttpURI().getPath();
        if (path.equals(HttpScript.JSON_TARGET)) {
            byte[] json = Json.bytes();
            response.getHeaders().put(JSON_TYPE);
            response.getHeaders().put(HttpHeader.CONTENT_LENGTH, json.length);
            response.write(true, ByteBuffer.wrap(json), callback);
            return true;
        }
        if (!path.equals(HttpScript.TARGET)) {
            return false;
        }
        response.getHeaders().put(TYPE);
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, HttpScript.BODY.length());
        response.write(true, BODY.slice(), callback);
        return true;
    }
}
