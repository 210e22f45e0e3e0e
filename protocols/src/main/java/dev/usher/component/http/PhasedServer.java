package dev.usher.component.http;

import dev.usher.kernel.Context;
import dev.usher.kernel.Event;
import dev.usher.kernel.Kernel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A server whose requests go through phases (POE::Component::Server::HTTP), as a layer over {@link HttpServer}:
 *
 * <pre>
 * trans -> pre -> content -> (the response is sent) -> post
 * </pre>
 *
 * <p>In the phases {@code trans}, {@code pre} and {@code post} the handlers of all folders on the path are called from
 * the root on, then that of the path itself; in {@code content} the closest alone. Changes itself until it is started;
 * not thread-safe.
 */
public final class PhasedServer {
    private static final Event<HttpResponse> PROCEED = Event.named("continue", HttpResponse.class);

    private final PhasePaths trans = new PhasePaths();
    private final PhasePaths pre = new PhasePaths();
    private final PhasePaths content = new PhasePaths();
    private final PhasePaths post = new PhasePaths();
    private final HttpServerBuilder server;
    private HttpHandler error;
    private HttpHandler stream;

    private PhasedServer(int port) {
        server = HttpServer.at(port);
    }

    /**
     * Begins a server.
     *
     * @param port the port; 0 lets the system choose
     * @return what it shall be, to be started
     */
    public static PhasedServer at(int port) {
        return new PhasedServer(port);
    }

    /**
     * @param where as {@link HttpServerBuilder#address} takes it
     * @return this
     */
    public PhasedServer address(Object where) {
        server.address(where);
        return this;
    }

    /**
     * @param fields as {@link HttpServerBuilder#headers} takes them
     * @return this
     */
    public PhasedServer headers(Map<String, String> fields) {
        server.headers(fields);
        return this;
    }

    /**
     * Before all others: may change what the request is about.
     *
     * @param path a folder if it ends with a slash
     * @param handler is called for it
     * @return this
     */
    public PhasedServer trans(String path, PhaseHandler handler) {
        trans.put(path, handler);
        return this;
    }

    /**
     * Before the content is made.
     *
     * @param path a folder if it ends with a slash
     * @param handler is called for it
     * @return this
     */
    public PhasedServer pre(String path, PhaseHandler handler) {
        pre.put(path, handler);
        return this;
    }

    /**
     * Makes the content; one is required.
     *
     * @param path a folder if it ends with a slash
     * @param handler is called for it, if no other is closer
     * @return this
     */
    public PhasedServer content(String path, PhaseHandler handler) {
        content.put(path, handler);
        return this;
    }

    /**
     * When the response was sent, or could not be.
     *
     * @param path a folder if it ends with a slash
     * @param handler is called for it; WAIT has no meaning
     * @return this
     */
    public PhasedServer post(String path, PhaseHandler handler) {
        post.put(path, handler);
        return this;
    }

    /**
     * When the connection fails while a response is owed; {@link HttpResponse#isError} tells, and {@code post} follows.
     *
     * @param handler is called
     * @return this
     */
    public PhasedServer error(HttpHandler handler) {
        error = handler;
        return this;
    }

    /**
     * For responses that are streaming: called when the head was sent, and then whenever what was sent is written. It
     * sends, and ends by {@link HttpResponse#done}; one that has nothing to send yet calls {@link #proceed} later.
     *
     * @param handler sends
     * @return this
     */
    public PhasedServer stream(HttpHandler handler) {
        stream = handler;
        return this;
    }

    /**
     * Goes on where a handler answered WAIT, or calls the stream handler again; from any session.
     *
     * @param response of the request that waits
     */
    public static void proceed(HttpResponse response) {
        if (!response.finished()) {
            Kernel kernel = response.request().connection().session().kernel();
            kernel.post(response.request().connection().session(), PROCEED, response);
        }
    }

    /**
     * Checks everything and starts the server.
     *
     * @param kernel where
     * @return the aliases {@code httpd} and {@code tcp}: either may be sent {@link HttpServer#SHUTDOWN}
     * @throws dev.usher.component.DefinitionException naming all that is wrong
     */
    public Map<String, String> start(Kernel kernel) {
        if (content.isEmpty()) {
            server.errors.add("a content handler is required");
        }
        String tcp = server.alias + "-tcp";
        server.secondAlias = tcp;
        server.handler("", this::begin)
                .on(PROCEED, (connection, poe, response) -> resume(poe, response))
                .postRequest(this::sent)
                .streamRequest(this::written)
                .onError(this::failed);
        return Map.of("httpd", server.start(kernel), "tcp", tcp);
    }

    private void begin(Context poe, HttpRequest request, HttpResponse response) throws Exception {
        String path = request.path();
        List<PhaseHandler> makers = content.closest(path);
        if (makers.isEmpty()) {
            response.error(404, "Nothing here for " + path);
            return;
        }
        List<List<PhaseHandler>> phases = new ArrayList<>(List.of(trans.along(path), pre.along(path), makers));
        PhaseRun run = new PhaseRun(phases);
        response.attach(run);
        run.proceed(poe, request, response);
    }

    private void resume(Context poe, HttpResponse response) throws Exception {
        if (!response.finished() && response.attachment() instanceof PhaseRun run) {
            if (run.isStreaming()) {
                written(poe, response.request(), response);
            } else {
                run.proceed(poe, response.request(), response);
            }
        }
    }

    private void written(Context poe, HttpRequest request, HttpResponse response) throws Exception {
        if (stream != null) {
            stream.handle(poe, request, response);
        }
    }

    private void sent(Context poe, HttpRequest request, HttpResponse response) throws Exception {
        for (PhaseHandler handler : post.along(request.path())) {
            if (handler.handle(poe, request, response) == PhaseResult.DENY) {
                return;
            }
        }
    }

    private void failed(Context poe, HttpError failure) throws Exception {
        HttpResponse owed = failure.connection().flatMap(HttpConnection::owed).orElse(null);
        if (!failure.isNetwork() || owed == null) {
            return;
        }
        owed.fail();
        if (error != null) {
            error.handle(poe, owed.request(), owed);
        }
        sent(poe, owed.request(), owed);
    }
}
