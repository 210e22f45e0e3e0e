package dev.usher.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.usher.component.http.HttpHandler;
import dev.usher.component.http.HttpRequest;
import dev.usher.component.http.HttpResponse;
import dev.usher.component.http.HttpServerBuilder;
import dev.usher.component.http.Route;
import dev.usher.kernel.Context;
import java.util.zip.CRC32;

/** Takes files of any size, piece by piece and keeping nothing, and has a page that shows how far one has got. */
final class Upload implements HttpHandler {
    private static final long MOST = 1L << 40;
    private static final byte[] PAGE = """
            <!DOCTYPE html>
            <title>Upload</title>
            <p><input type="file" id="file"> <button id="stop">Stop</button>
            <p><progress id="bar" value="0" max="1"></progress> <output id="said">Choose a file.</output>
            <script>
            const at = id => document.getElementById(id);
            at('file').onchange = () => {
              const request = new XMLHttpRequest();
              request.upload.onprogress = event => {
                at('bar').value = event.loaded / event.total;
                at('said').textContent = event.loaded + ' of ' + event.total + ' bytes';
              };
              request.onload = () => at('said').textContent = request.responseText;
              request.onerror = request.onabort = () => at('said').textContent = 'It did not arrive.';
              at('stop').onclick = () => request.abort();
              request.open('PUT', 'upload');
              request.send(at('file').files[0]);
            };
            </script>
            """.getBytes(UTF_8);

    static HttpServerBuilder on(HttpServerBuilder server) {
        return server.route(Route.of("^/upload$")
                .methods("GET", "POST", "PUT")
                .streamed()
                .content(MOST)
                .to(new Upload()));
    }

    @Override
    public void handle(Context poe, HttpRequest request, HttpResponse response) {
        if (request.method().equals("GET") || request.isHead()) {
            response.contentType("text/html").content(PAGE).respond().done();
            return;
        }
        CRC32 sum = new CRC32();
        long[] bytes = {0};
        request.onContent((context, piece) -> {
            sum.update(piece.array(), piece.offset(), piece.length());
            bytes[0] += piece.length();
            if (piece.isLast()) {
                response.contentType("application/json")
                        .content(String.format("{\"bytes\":%d,\"crc32\":\"%08x\"}", bytes[0], sum.getValue()))
                        .respond()
                        .done();
            }
        });
    }
}
