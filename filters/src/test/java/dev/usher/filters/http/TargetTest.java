package dev.usher.filters.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.filter.Input;
import dev.usher.filters.FilterCases;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a program sees of a target: {@link RequestHead}'s parts of it, {@link RequestPath}, {@link Query}. */
class TargetTest {

    /** RFC 9112 §3.2 and §3.3 */
    @Test
    void shouldCutATargetIntoItsParts() {
        assertParts("GET /a/b?c=d?e", TargetForm.ORIGIN, "/a/b", Optional.of("c=d?e"), "field:1");
        assertParts("GET /?", TargetForm.ORIGIN, "/", Optional.of(""), "field:1");
        assertParts("GET http://x:2/a?b", TargetForm.ABSOLUTE, "/a", Optional.of("b"), "x:2");
        assertParts("GET HTTP://x?b", TargetForm.ABSOLUTE, "", Optional.of("b"), "x");
        assertParts("GET https://[::1]", TargetForm.ABSOLUTE, "", Optional.empty(), "[::1]");
        assertParts("OPTIONS *", TargetForm.ASTERISK, "", Optional.empty(), "field:1");
        assertParts("CONNECT x:80", TargetForm.AUTHORITY, "", Optional.empty(), "x:80");
    }

    @Test
    void shouldComparePathsWithoutText() {
        RequestHead head = head("GET /abc?d");

        assertTrue(head.isPath("/abc"));
        assertFalse(head.isPath("/ab"));
        assertFalse(head.isPath("/abd"));
        assertFalse(head.isPath("/abc?d"));
    }

    /** RFC 3986 §5.2.4, §6.2.2 */
    @Test
    void shouldNormalisePaths() {
        Map<String, String> paths = Map.ofEntries(
                Map.entry("", "/"),
                Map.entry("/", "/"),
                Map.entry("//x", "/x"),
                Map.entry("///", "/"),
                Map.entry("/a//b/", "/a//b/"),
                Map.entry("/a%62c", "/abc"),
                Map.entry("/%C3%BC", "/\u00fc"),
                Map.entry("/a+b", "/a+b"),
                Map.entry("/a%2Fb%5c%25", "/a%2Fb%5c%"),
                Map.entry("/a/./b/../c", "/a/c"),
                Map.entry("/a/b/..", "/a/"),
                Map.entry("/a/.", "/a/"),
                Map.entry("/..", "/"),
                Map.entry("/../../etc/passwd", "/etc/passwd"),
                Map.entry("/%2e%2E/%2e/x", "/x"),
                Map.entry("/a/%2e%2e%2fb", "/a/..%2fb"),
                Map.entry("/.//..//a", "/a"),
                Map.entry("/.a/..b/...", "/.a/..b/..."),
                Map.entry("/%252e%252e/", "/%2e%2e/"));

        paths.forEach((raw, path) -> assertEquals(path, RequestPath.of(raw), raw));
    }

    @Test
    void shouldRefuseEscapesThatAreNotRight() {
        for (String raw :
                new String[] {"/%", "/a%2", "/%zz", "/%00", "/%2500%00", "/%c0%ae", "/%ff", "/%\u00b2\u00b2"}) {
            assertEquals(
                    400,
                    assertThrows(HttpException.class, () -> RequestPath.of(raw), raw)
                            .status());
            assertThrows(HttpException.class, () -> Query.of(raw), raw);
        }
    }

    @Test
    void shouldReadQueries() {
        Query query = Query.of("a=1&b=x+y%26z&&a=2&c&=d&e=f=g&%C3%BC=%2B");

        assertEquals("[a=1, b=x y&z, a=2, c=, =d, e=f=g, \u00fc=+]", query.toString());
        assertEquals(Optional.of("1"), query.first("a"));
        assertEquals(Optional.empty(), query.first("A"));
        assertEquals(List.of("1", "2"), query.all("a"));
        assertEquals("{a=2, b=x y&z, c=, =d, e=f=g, \u00fc=+}", query.toMap().toString());
        assertEquals(List.of(), Query.of("").pairs());
        assertEquals("[a=\u00fc]", Query.of("a=\u00c3\u00bc").toString()); // a form whose bytes are not escaped
        assertThrows(HttpException.class, () -> Query.of("a=\u00fc"));
        assertThrows(IllegalArgumentException.class, () -> Query.of("\u0100"));
    }

    @Test
    void shouldLimitQueries() {
        assertEquals(1_000, Query.of("a&".repeat(1_000)).pairs().size());
        assertEquals(
                413,
                assertThrows(HttpException.class, () -> Query.of("a&".repeat(1_001)))
                        .status());
    }

    private static void assertParts(
            String request, TargetForm form, String path, Optional<String> query, String authority) {
        RequestHead head = head(request);
        assertEquals(form, head.form());
        assertEquals(path, head.rawPath());
        assertEquals(query, head.rawQuery());
        assertEquals(authority, head.authority());
        assertEquals(authority, head.retain().authority());
        assertEquals(path, head.retain().rawPath());
    }

    private static RequestHead head(String methodAndTarget) {
        byte[] bytes = FilterCases.bytes(methodAndTarget + " HTTP/1.1\r\nHost: field:1\r\n\r\n");
        return (RequestHead) new RequestParser().next(Input.of(bytes));
    }
}
