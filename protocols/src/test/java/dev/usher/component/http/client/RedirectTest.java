package dev.usher.component.http.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedirectTest extends HttpClientCase {
    private static String to(int status, String location) {
        return "HTTP/1.1 " + status + " Go\r\nLocation: " + location + "\r\nContent-Length: 4\r\n\r\ngone";
    }

    @ParameterizedTest
    @CsvSource({
        "301, GET, GET",
        "301, POST, GET",
        "301, PUT, PUT",
        "301, HEAD, HEAD",
        "302, POST, GET",
        "302, DELETE, DELETE",
        "303, POST, GET",
        "303, PUT, GET",
        "303, HEAD, HEAD",
        "307, POST, POST",
        "308, POST, POST",
        "308, GET, GET"
    })
    void shouldFollowWithTheMethodThatTheStatusSays(int status, String method, String then) {
        listen();
        client().followRedirects(1).start(kernel);
        ClientRequest request = ClientRequest.of(method, URI + "/a").header("X-Kept", "1");
        if (method.equals("POST") || method.equals("PUT")) {
            request.content("abc".getBytes()).header("Content-Type", "text/plain");
        }
        ask(request);
        peer().heard();

        peer().say(method.equals("HEAD") ? to(status, "/b").replace("gone", "") : to(status, "/b"));

        String heard = peer().heard();
        assertTrue(heard.startsWith(then + " /b HTTP/1.1\r\n"), heard);
        assertTrue(heard.contains("X-Kept"));
        boolean content = request.body != null && then.equals(method);
        assertEquals(content, heard.endsWith("\r\n\r\nabc"));
        assertEquals(content, heard.contains("Content-Type"));
        assertEquals(1, peers.size());
        peer().say(then.equals("HEAD") ? "HTTP/1.1 200 OK\r\n\r\n" : ok("there"));
        assertTrue(latest.isSuccess());
        assertEquals(URI + "/b", latest.uri().toString());
        assertEquals(status, latest.previous().orElseThrow().status());
        assertEquals(1, log.size());
    }

    @Test
    void shouldTellTheRedirectWhenItMayNotFollow() {
        listen();
        client().start(kernel);
        get("/");

        peer().say(to(302, "/b"));

        assertLog("302 Go [gone]");
    }

    @Test
    void shouldTellTheRedirectWhenThereWereEnough() {
        listen();
        client().followRedirects(2).start(kernel);
        get("/");

        peer().say(to(302, "/b"));
        peer().say(to(302, "/c"));
        peer().say(to(302, "/d"));

        assertLog("302 Go [gone]");
        assertEquals(URI + "/c", latest.uri().toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"ftp://a/", "javascript:alert(1)", "http://a:99999/", "http://u:p@a/", "http://"})
    void shouldTellTheRedirectWhenItLeadsNowhere(String location) {
        listen();
        client().followRedirects(5).start(kernel);
        get("/");

        peer().say(to(302, location));

        assertLog("302 Go [gone]");
    }

    @Test
    void shouldTellNoSecretsToAnotherOrigin() {
        listen();
        listen(8081);
        client().followRedirects(5).start(kernel);
        ask(ClientRequest.get(URI + "/")
                .basic("me", "secret")
                .header("Cookie", "a=b")
                .header("X-Kept", "1"));
        peer().say(to(307, "/same"));
        assertTrue(peer().heard().matches("(?s).*GET /same.*Authorization.*Cookie.*"));

        peer().say(to(307, "http://127.0.0.1:8081/other"));
        String other = peer().heard();
        peer().say(to(307, URI + "/back"));

        assertEquals(2, peers.size());
        assertTrue(other.contains("X-Kept"));
        assertFalse(other.contains("Authorization") || other.contains("Cookie"), other);
        assertFalse(peers.get(0).heard().replaceFirst("(?s).*GET /back", "").contains("Authorization"));
    }

    @Test
    void shouldTellTheRedirectWhenContentCannotBeMadeAgain() {
        listen();
        client().followRedirects(5).start(kernel);
        onMore = upload -> {
            upload.put("abc".getBytes());
            upload.end();
        };
        ask(ClientRequest.of("PUT", URI + "/").content(3, MORE));

        peer().say(to(307, "/b"));

        assertLog("307 Go [gone]");
    }

    @Test
    void shouldTellNoPiecesOfARedirect() {
        listen();
        client().followRedirects(5).start(kernel);
        ask(ClientRequest.get(URI + "/").streamed(PIECE));

        peer().say(to(302, "/b"));
        peer().say(ok("x"));

        assertLog("piece ", "piece x", "200 OK");
    }

    @Test
    void shouldNotReadARedirectsContentForEver() {
        listen();
        client().followRedirects(5).start(kernel);
        get("/");

        peer().say("HTTP/1.1 302 Go\r\nLocation: /b\r\n\r\n" + "x".repeat(200_000));

        assertEquals(2, peers.size());
        assertTrue(peers.get(0).ended || peers.get(0).gone);
        peer().say(ok("x"));
        assertLog("200 OK [x]");
    }

    @Test
    void shouldCountTheTimeOfAllTogether() {
        listen();
        client().followRedirects(5).timeout(java.time.Duration.ofSeconds(10)).start(kernel);
        get("/");
        advance(6);
        peer().say(to(302, "/b"));
        advance(3.9);
        assertLog();

        advance(0.2);

        assertTrue(log.get(0).startsWith("TIMEOUT"), log.get(0));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /b                  | http://a/b
            b                   | http://a/x/b
            ./b                 | http://a/x/b
            ../b                | http://a/b
            ../../../b          | http://a/b
            ?q                  | http://a/x/y?q
            #f                  | http://a/x/y?old
            //c/d               | http://c/d
            b/..                | http://a/x/
            /a b"<>             | http://a/a%20b%22%3C%3E
            HTTP://C:80         | http://c/
            https://c:8443/?q#f | https://c:8443/?q
            http://[::1]:81/x   | http://[::1]:81/x
            /%2e%2e/x           | http://a/%2e%2e/x
            """)
    void shouldFindWhereALocationLeads(String location, String expected) {
        assertEquals(
                expected,
                HttpUri.of("http://a/x/y?old").resolve(location.strip()).toString());
    }
}
