package dev.usher.component.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.usher.filters.http.RequestHead;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * What handlers of a {@link RequestProgram} see of their requests: which were not parsed but known, since head and
 * edition are those of one before, and whether each has its own content.
 */
final class Witness {
    /** A request that was retained, and what its head said then. */
    private record Kept(HttpRequest request, String head) {}

    private final Map<RequestHead, Long> editions = new IdentityHashMap<>();
    private final Map<HttpConnection, String> latest = new IdentityHashMap<>();
    private final List<Kept> kept = new ArrayList<>();
    private RequestHead lastHead;
    private int handled;
    private int known;
    private int knownAtOnce;

    /** A handler is called, for paths that begin so. */
    void saw(HttpRequest request, String path) {
        if (!request.path().startsWith(path)) {
            throw new IllegalStateException("the handler of " + path + " got " + request);
        }
        RequestHead head = request.head();
        handled++;
        Long before = editions.put(head, head.edition());
        if (before != null && before == head.edition()) {
            known++;
            knownAtOnce += head == lastHead ? 1 : 0;
        }
        lastHead = head;
    }

    /** The content, which no request of its connection has had before: it begins with a number that grows. */
    String content(HttpRequest request, String text) {
        String length = request.header("Content-Length").orElse("");
        if (!length.isEmpty() && Integer.parseInt(length) != text.length()) {
            throw new IllegalStateException("of " + length + " bytes there are " + text.length());
        }
        if (!text.isEmpty()) {
            String before = latest.put(request.connection(), text.substring(0, RequestProgram.DIGITS));
            if (before != null && before.compareTo(text) >= 0) {
                throw new IllegalStateException("the content " + text + " came before, in a request to "
                        + request.target() + " behind " + before);
            }
        }
        return text;
    }

    /** All of a request in words. */
    String words(HttpRequest request) {
        String text = request.contentText();
        byte[] other = (text + "!").getBytes(ISO_8859_1);
        if (!request.contentIs(request.content()) || request.contentIs(other)) {
            throw new IllegalStateException("the content is not what it is");
        }
        return head(request) + " " + content(request, text);
    }

    String head(HttpRequest request) {
        return request.method() + " " + request.uri() + " " + request.path() + " " + request.query("q") + " "
                + request.header("X-Say") + " " + request.header("Content-Length") + " " + request.protocol() + " "
                + request.head().keepAlive();
    }

    void keep(HttpRequest request) {
        String head = head(request);
        kept.add(new Kept(request.retain(), head));
    }

    /** Whether those that were retained are still what they were; answers them in words. */
    List<String> kept() {
        List<String> all = new ArrayList<>();
        latest.clear();
        for (Kept one : kept) {
            if (!head(one.request).equals(one.head)) {
                throw new IllegalStateException(one.head + " has become " + head(one.request));
            }
            all.add(words(one.request));
        }
        return all;
    }

    int handled() {
        return handled;
    }

    /** How many were known. */
    int known() {
        return known;
    }

    /** How many were the same as the one that was handled just before. */
    int knownAtOnce() {
        return knownAtOnce;
    }
}
