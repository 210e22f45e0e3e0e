package dev.usher.benchmarks.server;

import dev.usher.benchmarks.measure.Options;
import java.nio.file.Path;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.handler.ResourceHandler;
import org.eclipse.jetty.util.resource.ResourceFactory;

/** Jetty's own handler of files, with its cache as it comes, behind one selector. */
public final class JettyFileServer {

    private JettyFileServer() {}

    public static void main(String[] arguments) throws Exception {
        Options options = Options.of(arguments, "port", "0", "folder", ".", "cert", "", "key", "");
        ResourceHandler files = new ResourceHandler();
        Server server = JettyHttpServer.listening(options, files);
        files.setBaseResource(ResourceFactory.of(server).newResource(Path.of(options.text("folder"))));
        JettyHttpServer.start(server);
    }
}
