package dev.usher.examples;

import dev.usher.component.http.HttpHandler;
import dev.usher.component.http.HttpRequest;
import dev.usher.component.http.HttpResponse;
import dev.usher.kernel.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** A page at {@code /}, and the style that all pages share. Immutable. */
final class Page implements HttpHandler {
    private static final byte[] STYLE = read("page.css");

    private final byte[] page;

    private Page(byte[] page) {
        this.page = page;
    }

    /** The page of an example. */
    static Page of(String example) {
        return new Page(read(example + ".html"));
    }

    private static byte[] read(String name) {
        try (InputStream in = Page.class.getResourceAsStream("/pages/" + name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void handle(Context poe, HttpRequest request, HttpResponse response) {
        switch (request.path()) {
            case "/" -> response.contentType("text/html; charset=utf-8").content(page);
            case "/page.css" -> response.contentType("text/css; charset=utf-8").content(STYLE);
            default -> {
                response.error(404, "there is a page at / only");
                return;
            }
        }
        response.respond().done();
    }
}
