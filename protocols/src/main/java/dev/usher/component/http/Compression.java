package dev.usher.component.http;

import dev.usher.filters.http.FieldName;
import dev.usher.filters.http.FieldValue;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;

/**
 * Compresses content by gzip (RFC 9110 §8.4.1.3), for clients that take it. Immutable.
 *
 * @param least bytes of content that are worth it
 * @param types of content, or how they begin
 */
record Compression(int least, List<String> types) {
    private static final int SAVED_AT_LEAST = 32; // for the field that says so

    /** The content to send; if it may be compressed, the fields that caches need are set. */
    byte[] of(HttpResponse response) {
        byte[] content = response.content();
        if (content.length < least || !isOfType(response) || isFixed(response)) {
            return content;
        }
        response.headers().add(FieldName.VARY, "Accept-Encoding");
        if (!isTaken(response.request())) {
            return content;
        }
        byte[] compressed = gzip(content);
        if (compressed.length + SAVED_AT_LEAST > content.length) {
            return content;
        }
        response.headers().set(FieldName.CONTENT_ENCODING, "gzip");
        return compressed;
    }

    private boolean isOfType(HttpResponse response) {
        Optional<String> type = response.headers().first(FieldName.CONTENT_TYPE);
        return type.isPresent() && types.stream().anyMatch(type.get().toLowerCase(Locale.ROOT)::startsWith);
    }

    /** What has an encoding, a length or a strong validator of its own is to be sent byte for byte. */
    private static boolean isFixed(HttpResponse response) {
        return response.headers().contains(FieldName.CONTENT_ENCODING)
                || response.headers().contains(FieldName.CONTENT_LENGTH)
                || response.headers().contains(FieldName.CONTENT_RANGE)
                || response.headers()
                        .first(FieldName.ETAG)
                        .filter(tag -> !tag.startsWith("W/"))
                        .isPresent();
    }

    private static boolean isTaken(HttpRequest request) {
        Optional<String> accept = request.headers().joined(FieldName.ACCEPT_ENCODING);
        return accept.isPresent() && Preference.ofCoding(FieldValue.list(accept.get()), "gzip") > 0;
    }

    private static byte[] gzip(byte[] content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(content.length / 2 + SAVED_AT_LEAST);
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // into memory: it cannot happen
        }
        return bytes.toByteArray();
    }
}
