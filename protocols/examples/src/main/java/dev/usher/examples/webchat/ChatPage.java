package dev.usher.examples.webchat;

import dev.usher.component.http.HttpHandler;
import dev.usher.component.http.HttpRequest;
import dev.usher.component.http.HttpResponse;
import dev.usher.filters.http.FieldName;
import dev.usher.kernel.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** The page and what belongs to it. It loads nothing from elsewhere, and runs nothing but its own files. Immutable. */
public final class ChatPage implements HttpHandler {
    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
            + "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private record File(String type, byte[] content, String tag) {}

    private final Map<String, File> files = new HashMap<>();

    /** Reads it. */
    public ChatPage() {
        add("/", "index.html", "text/html; charset=utf-8");
        add("/icon.svg", "icon.svg", "image/svg+xml");
        for (String name : new String[] {"chat.css"}) {
            add("/" + name, name, "text/css; charset=utf-8");
        }
        for (String name : new String[] {"main.js", "bayeux.js", "transports.js", "chat.js", "view.js", "log.js"}) {
            add("/" + name, name, "text/javascript; charset=utf-8");
        }
    }

    private void add(String path, String name, String type) {
        try (InputStream in = ChatPage.class.getResourceAsStream("/pages/web-chat/" + name)) {
            byte[] content = in.readAllBytes();
            String tag = '"' + Integer.toHexString(Arrays.hashCode(content)) + '-' + content.length + '"';
            files.put(path, new File(type, content, tag));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void handle(Context poe, HttpRequest request, HttpResponse response) {
        File file = files.get(request.path());
        if (file == null) {
            response.error(404, "there is a page at / only");
            return;
        }
        response.header("Content-Security-Policy", POLICY)
                .header("X-Content-Type-Options", "nosniff")
                .header("Referrer-Policy", "no-referrer")
                .header(FieldName.CACHE_CONTROL, "no-cache")
                .header(FieldName.ETAG, file.tag());
        if (request.header(FieldName.IF_NONE_MATCH).filter(file.tag()::equals).isPresent()) {
            response.code(304);
        } else {
            response.contentType(file.type()).content(file.content());
        }
        response.respond().done();
    }
}
