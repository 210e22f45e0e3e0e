package dev.usher.component.http;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * A part of a form that was sent as {@code multipart/form-data} (RFC 7578).
 *
 * @param name of the form's field
 * @param fileName as the client calls its file, never to be used as a path; empty if the part is no file
 * @param type of the content, {@code text/plain} unless the part says another
 * @param content its bytes
 */
public record FormPart(String name, String fileName, String type, byte[] content) {

    /** @return the content as text in UTF-8 */
    public String text() {
        return new String(content, UTF_8);
    }
}
