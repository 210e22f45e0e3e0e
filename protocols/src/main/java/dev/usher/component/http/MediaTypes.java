package dev.usher.component.http;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** What content is, in the registered words (RFC 9110 §8.3.1): by a file's name, and with its charset. Stateless. */
final class MediaTypes {
    static final String UNKNOWN = "application/octet-stream";

    private static final String CHARSET = "; charset=utf-8";

    /** The usual ones need not be put together for each response. */
    private static final Map<String, String> WITH_CHARSET = Map.of(
            "text/plain", "text/plain" + CHARSET,
            "text/html", "text/html" + CHARSET,
            "text/css", "text/css" + CHARSET,
            "text/javascript", "text/javascript" + CHARSET);

    private static final Map<String, String> BY_EXTENSION = new HashMap<>();

    static {
        put("text/html", "html", "htm");
        put("text/css", "css");
        put("text/javascript", "js", "mjs");
        put("text/plain", "txt", "text", "log", "conf", "ini", "java", "pl", "pm", "py", "sh", "c", "h");
        put("text/markdown", "md");
        put("text/csv", "csv");
        put("text/calendar", "ics");
        put("text/vtt", "vtt");
        put("application/json", "json", "map");
        put("application/manifest+json", "webmanifest");
        put("application/xml", "xml", "xsl");
        put("application/xhtml+xml", "xhtml");
        put("application/atom+xml", "atom");
        put("application/rss+xml", "rss");
        put("application/pdf", "pdf");
        put("application/wasm", "wasm");
        put("application/zip", "zip");
        put("application/gzip", "gz", "tgz");
        put("application/x-tar", "tar");
        put("application/java-archive", "jar");
        put("image/svg+xml", "svg");
        put("image/png", "png");
        put("image/jpeg", "jpg", "jpeg");
        put("image/gif", "gif");
        put("image/webp", "webp");
        put("image/avif", "avif");
        put("image/bmp", "bmp");
        put("image/tiff", "tif", "tiff");
        put("image/vnd.microsoft.icon", "ico");
        put("font/woff", "woff");
        put("font/woff2", "woff2");
        put("font/ttf", "ttf");
        put("font/otf", "otf");
        put("audio/mpeg", "mp3");
        put("audio/ogg", "ogg", "oga", "opus");
        put("audio/flac", "flac");
        put("audio/wav", "wav");
        put("video/mp4", "mp4", "m4v");
        put("video/webm", "webm");
        put("video/ogg", "ogv");
        put("video/quicktime", "mov");
    }

    private MediaTypes() {}

    private static void put(String type, String... extensions) {
        for (String extension : extensions) {
            BY_EXTENSION.put(extension, type);
        }
    }

    /** With UTF-8, if it is text and says no charset. */
    static String withCharset(String type) {
        String whole = WITH_CHARSET.get(type);
        if (whole != null) {
            return whole;
        }
        return type.startsWith("text/") && type.indexOf(';') < 0 ? type + CHARSET : type;
    }

    /** By what stands behind the last dot, in whatever case. */
    static String ofName(String name, Map<String, String> own) {
        String extension = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        String type = own.get(extension);
        return type != null ? type : BY_EXTENSION.getOrDefault(extension, UNKNOWN);
    }
}
