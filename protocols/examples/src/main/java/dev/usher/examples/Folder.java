package dev.usher.examples;

import dev.usher.component.http.HttpHandler;
import dev.usher.component.http.HttpRequest;
import dev.usher.component.http.HttpResponse;
import dev.usher.kernel.Context;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/** Answers by the files of a folder, each read whole: for small ones. Nothing outside the folder, and no dot files. */
final class Folder implements HttpHandler {
    private static final Map<String, String> TYPES = Map.of(
            "txt", "text/plain",
            "md", "text/plain",
            "html", "text/html",
            "css", "text/css",
            "js", "text/javascript",
            "json", "application/json",
            "svg", "image/svg+xml",
            "png", "image/png",
            "jpg", "image/jpeg");
    private static final long MOST = 64 << 20;

    private final Path folder;
    private final String prefix;

    Folder(Path folder, String prefix) {
        this.folder = folder;
        this.prefix = prefix;
    }

    @Override
    public void handle(Context poe, HttpRequest request, HttpResponse response) throws IOException {
        Path file = file(request.path().substring(prefix.length()));
        if (file == null) {
            response.error(404, "there is no file " + request.path());
            return;
        }
        String name = file.getFileName().toString();
        String type = TYPES.get(name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT));
        response.contentType(type == null ? "application/octet-stream" : type)
                .content(Files.readAllBytes(file))
                .respond()
                .done();
    }

    /** The file, or null if there is none that may be seen. */
    private Path file(String name) throws IOException {
        if (name.isEmpty() || name.startsWith("/") || name.endsWith("/") || ("/" + name).contains("/.")) {
            return null;
        }
        try {
            Path root = folder.toRealPath();
            Path file = root.resolve(name);
            boolean seen = Files.isRegularFile(file)
                    && Files.isReadable(file)
                    && Files.size(file) <= MOST
                    && file.toRealPath().startsWith(root);
            return seen ? file : null;
        } catch (InvalidPathException e) {
            return null;
        }
    }
}
