package dev.usher.component.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.component.DefinitionException;
import dev.usher.component.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** For whom proxies ask, and who is believed. The simulated client's address is 127.0.0.1. */
class ProxiesTest extends HttpCase {

    private String told(HttpServerBuilder server, String... fields) {
        server.handler(
                        "",
                        (poe, request, response) -> response.content(request.clientIp() + " " + request.uri())
                                .respond()
                                .done())
                .start(kernel);
        return content(ask(get("/p", fields)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "for=192.0.2.1 | 192.0.2.1 http://a/p",
                "for=192.0.2.1;proto=https;host=www.example | 192.0.2.1 https://www.example/p",
                "For=192.0.2.1 ; Proto=HTTPS | 192.0.2.1 https://a/p",
                "for=\"[2001:db8::1]:4711\" | 2001:db8::1 http://a/p",
                "for=\"192.0.2.1:80\" | 192.0.2.1 http://a/p",
                "for=192.0.2.1, for=10.1.1.1 | 192.0.2.1 http://a/p",
                "for=192.0.2.9, for=192.0.2.1;proto=https, for=10.1.1.1 | 192.0.2.1 https://a/p",
                "for=10.9.9.9, for=10.1.1.1 | 10.9.9.9 http://a/p",
                "for=192.0.2.1, for=_hidden, for=10.1.1.1 | _hidden http://a/p",
                "for=192.0.2.1, for=unknown | unknown http://a/p",
                "for=192.0.2.1, by=10.1.1.1 | unknown http://a/p",
                "for=192.0.2.1;host=\"a,b;c\" | 192.0.2.1 http://a,b;c/p",
                "for=192.0.2.1;proto=gopher | 192.0.2.1 http://a/p",
                "nonsense | unknown http://a/p",
                "for=\"192.0.2.1 | \"192.0.2.1 http://a/p"
            })
    @Row("H32")
    void shouldBelieveTheFieldForwardedAsFarAsItIsWrittenByTrustedProxies(String field, String expected) {
        assertEquals(expected, told(bare().trustForwarded("127.0.0.1", "10.0.0.0/8"), "Forwarded: " + field));
    }

    @Test
    @Row("H32")
    void shouldBelieveTheOtherFieldsWhenTold() {
        assertEquals(
                "192.0.2.1 https://www.example/p",
                told(
                        bare().trustXForwarded("127.0.0.0/30", "fd00::/8"),
                        "X-Forwarded-For: 192.0.2.9, 192.0.2.1, fd00::7",
                        "X-Forwarded-Proto: https",
                        "X-Forwarded-Host: www.example",
                        "Forwarded: for=192.0.2.66"));
    }

    @Test
    @Row("H32")
    void shouldTakeTheSchemeThatBelongsToTheClient() {
        assertEquals(
                "192.0.2.1 https://a/p",
                told(
                        bare().trustXForwarded("127.0.0.1", "10.0.0.1"),
                        "X-Forwarded-For: 192.0.2.9, 192.0.2.1, 10.0.0.1",
                        "X-Forwarded-Proto: gopher, https, http"));
    }

    @Test
    @Row("H32")
    void shouldBelieveNobodyElse() {
        String[] fields = {"Forwarded: for=192.0.2.1;proto=https", "X-Forwarded-For: 192.0.2.1"};

        assertEquals("127.0.0.1 http://a/p", told(bare(), fields));
        HttpServer.at(81)
                .alias("other")
                .trustForwarded("10.0.0.1", "127.0.0.2", "LOCAL", "::1")
                .handler(
                        "",
                        (poe, request, response) -> response.content(request.clientIp() + request.scheme())
                                .respond()
                                .done())
                .start(kernel);
        var client = simulation.connect(81);
        run();
        assertEquals("127.0.0.1http", content(ask(client, get("/p", fields))));
    }

    @ParameterizedTest
    @CsvSource({"proxy.example", "10.0.0.0/33", "fd00::/129", "10.0.0/8", "10.0.0.0/x", "300.0.0.1", "''"})
    @Row("H32")
    void shouldSayWhatIsNoAddress(String proxy) {
        String message = assertThrows(
                        DefinitionException.class,
                        () -> server().trustForwarded(proxy).define())
                .getMessage();

        assertTrue(message.contains("trustForwarded: '" + proxy + "' is neither an address"), message);
    }

    @Test
    @Row("H32")
    void shouldTrustInOneWayOnly() {
        String message = assertThrows(
                        DefinitionException.class,
                        () -> server().trustForwarded("::1")
                                .trustXForwarded("::1")
                                .trustForwarded()
                                .define())
                .getMessage();

        assertTrue(message.contains("is said once") && message.contains("needs the addresses"), message);
    }
}
