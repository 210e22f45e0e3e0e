package dev.usher.component.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.component.http.Cookie.SameSite;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CookieTest extends HttpCase {
    @Test
    void shouldSetCookiesAndReadThemBack() {
        bare().handler(
                        "",
                        (poe, request, response) -> response.cookie(Cookie.of("a", "1")
                                        .path("/x")
                                        .domain("example.com")
                                        .maxAge(Duration.ofHours(1))
                                        .expires(Instant.EPOCH)
                                        .secure()
                                        .httpOnly()
                                        .sameSite(SameSite.STRICT))
                                .cookie(Cookie.of("b", request.cookies().getOrDefault("b", "none")))
                                .content("x")
                                .respond()
                                .done())
                .start(kernel);

        String answer = ask(get("/", "Cookie: b=2; c=3"));

        assertTrue(
                answer.contains("Set-Cookie: a=1; Path=/x; Domain=example.com; Max-Age=3600;"
                        + " Expires=Thu, 01 Jan 1970 00:00:00 GMT; Secure; HttpOnly; SameSite=Strict\r\n"),
                answer);
        assertTrue(answer.contains("Set-Cookie: b=2\r\n"), answer);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            a b | 1
            ''  | 1
            a=b | 1
            a   | x y
            a   | x;y
            a   | x,y
            a   | x"y
            a   | \u00e9
            """)
    void shouldRefuseWhatBrowsersReadOtherwise(String name, String value) {
        assertThrows(IllegalArgumentException.class, () -> Cookie.of(name, value));
    }

    @Test
    void shouldRefuseWhatBrowsersWouldNotKeep() {
        assertThrows(IllegalArgumentException.class, () -> Cookie.of("a", "1").path("/; HttpOnly"));
        assertThrows(IllegalArgumentException.class, () -> Cookie.of("a", "1").path("/\r\nEvil: x"));
        for (Cookie wrong : new Cookie[] {
            Cookie.of("a", "1").sameSite(SameSite.NONE),
            Cookie.of("__Secure-a", "1"),
            Cookie.of("__Host-a", "1").secure(),
            Cookie.of("__Host-a", "1").secure().path("/").domain("a"),
            Cookie.of("a", "x".repeat(5000))
        }) {
            assertThrows(IllegalArgumentException.class, wrong::checked);
        }
        assertEquals(
                "a=1; Secure; SameSite=None",
                Cookie.of("a", "1").secure().sameSite(SameSite.NONE).checked());
    }
}
