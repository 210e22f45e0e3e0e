package dev.usher.benchmarks.server;

import dev.usher.benchmarks.load.HttpScript;
import dev.usher.benchmarks.measure.Options;
import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.webserver.WebServer;
import java.nio.charset.StandardCharsets;

/** Helidon: a virtual thread for each connection, on as many cores as the process has. Compiled when it is run. */
final class HelidonHttpServer {

    private static final byte[] BODY = HttpScript.BODY.getBytes(StandardCharsets.US_ASCII);
    private static final Header SERVER = HeaderValues.createCached(HeaderNames.SERVER, "helidon");
    private static final Header TYPE = HeaderValues.createCached(HeaderNames.CONTENT_TYPE, "text/plain");
    private static final Header JSON_TYPE = HeaderValues.createCached(HeaderNames.CONTENT_TYPE, "application/json");

    private HelidonHttpServer() {}

    public static void main(String[] arguments) {
        Options options = Options.of(arguments, "port", "0");
        WebServer server = WebServer.builder()
                .host("127.0.0.1")
                .port(options.number("port"))
                .backlog(4_096)
                .routing(routing -> routing.get(HttpScript.TARGET, (request, response) -> response.header(SERVER)
                                .header(TYPE)
                                .send(BODY))
                        .get(HttpScript.JSON_TARGET, (request, response) -> response.header(SERVER)
                                .header(JSON_TYPE)
                                .send(Json.bytes())))
                .build()
                .start();
        System.out.println("listening on 127.0.0.1:" + server.port());
    }
}
