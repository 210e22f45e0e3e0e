package dev.usher.filters.http;

import java.util.ArrayList;
import java.util.List;

/**
 * A target's path as a program sees it (RFC 3986 §6.2.2). Stateless. What it does, in this order:
 *
 * <ol>
 *   <li>a path that is empty is {@code /}; several slashes at its beginning are one;
 *   <li>percent-escapes are decoded as UTF-8, but {@code %2F} and {@code %5C} stay as they are, since a decoded slash
 *       would cut a segment in two ({@code %252F} is then the same text; do not decode twice); an escaped NUL, half an
 *       escape and what is no UTF-8 are refused with 400;
 *   <li>{@code .} and {@code ..} segments go, escaped ones too; nothing leads above {@code /}.
 * </ol>
 *
 * <p>Slashes in the middle stay, and so does one at the end.
 */
public final class RequestPath {
    private static final String KEPT = "/\\";

    private RequestPath() {}

    /**
     * @param raw as {@link RequestHead#rawPath} gives it
     * @return the path, beginning with a slash
     * @throws HttpException if it is not right
     */
    public static String of(String raw) {
        if (raw.isEmpty() || raw.charAt(0) != '/') {
            return of("/" + raw);
        }
        int begin = 0;
        while (begin + 1 < raw.length() && raw.charAt(begin + 1) == '/') {
            begin++;
        }
        if (raw.indexOf('%') < 0 && raw.indexOf("/.") < 0) {
            return raw.substring(begin);
        }
        return withoutDots(raw.substring(begin + 1));
    }

    /** RFC 3986 §5.2.4, segment by segment. */
    private static String withoutDots(String segments) {
        List<String> kept = new ArrayList<>();
        int from = 0;
        while (true) {
            int slash = segments.indexOf('/', from);
            boolean last = slash < 0;
            String segment =
                    Percent.decode(segments.substring(from, last ? segments.length() : slash), false, KEPT, "the path");
            boolean up = segment.equals("..");
            if (up && !kept.isEmpty()) {
                kept.remove(kept.size() - 1);
            }
            if (!up && !segment.equals(".")) {
                kept.add(segment);
            } else if (last) {
                kept.add(""); // "/a/." is the folder "/a/"
            }
            if (last) {
                break;
            }
            from = slash + 1;
        }
        int leading = 0; // "/.//a" must not become "//a"
        while (leading < kept.size() - 1 && kept.get(leading).isEmpty()) {
            leading++;
        }
        return "/" + String.join("/", kept.subList(leading, kept.size()));
    }
}
