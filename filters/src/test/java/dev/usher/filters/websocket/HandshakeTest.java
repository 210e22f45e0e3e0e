package dev.usher.filters.websocket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.filter.Input;
import dev.usher.filter.Output;
import dev.usher.filters.FilterCases;
import dev.usher.filters.http.DateField;
import dev.usher.filters.http.FieldName;
import dev.usher.filters.http.MutableFields;
import dev.usher.filters.http.RequestEncoder;
import dev.usher.filters.http.RequestHead;
import dev.usher.filters.http.RequestParser;
import dev.usher.filters.http.ResponseEncoder;
import dev.usher.filters.http.ResponseHead;
import dev.usher.filters.http.ResponseParser;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The opening handshake, both halves (RFC 6455 §4). Compression is in DeflateNegotiationTest. */
class HandshakeTest {
    private static final HandshakeKey KEY = new HandshakeKey("dGhlIHNhbXBsZSBub25jZQ==");
    private static final String FIELDS = "Host: a.example\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n";
    private static final ServerHandshake SERVER = new ServerHandshake(List.of("best", "good"), Optional.empty());

    private static RequestHead request(String line, String fields) {
        return (RequestHead) new RequestParser().next(Input.of(FilterCases.bytes(line + "\r\n" + fields + "\r\n")));
    }

    private static UpgradeRequest read(String fields) {
        return UpgradeRequest.of(request("GET /chat HTTP/1.1", fields));
    }

    private static HandshakeException refused(String line, String fields) {
        return assertThrows(HandshakeException.class, () -> UpgradeRequest.of(request(line, fields)));
    }

    private static ClientHandshake client(String... subprotocols) {
        return new ClientHandshake(KEY, List.of(subprotocols), Optional.empty());
    }

    private static ResponseHead response(int status, String... namesAndValues) {
        ResponseHead response = new ResponseHead().status(status);
        for (int i = 0; i < namesAndValues.length; i += 2) {
            response.fields().add(namesAndValues[i], namesAndValues[i + 1]);
        }
        return response;
    }

    private static ResponseHead granted(String... more) {
        ResponseHead response = response(101, more);
        response.fields()
                .add("Upgrade", "WebSocket")
                .add("Connection", "keep-alive, upgrade")
                .add("Sec-WebSocket-Accept", KEY.accept());
        return response;
    }

    /** RFC 6455 §1.3 */
    @Test
    void shouldProveTheKeyOfTheRfc() {
        assertEquals("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=", KEY.accept());
        assertEquals(KEY, HandshakeKey.of("the sample nonce".getBytes(java.nio.charset.StandardCharsets.US_ASCII)));
    }

    @Test
    void shouldReadWhatAClientAsksFor() {
        UpgradeRequest request =
                read(FIELDS.replace("websocket", "h2c, WebSocket").replace(": Upgrade", ": keep-alive, UPGRADE")
                        + "Origin: http://a.example\r\nSec-WebSocket-Protocol: x, good\r\nSec-WebSocket-Protocol: best\r\n"
                        + "Sec-WebSocket-Extensions: a; b; c=\"d\"\r\nSec-WebSocket-Extensions: e\r\n");

        assertEquals(KEY, request.key());
        assertEquals(Optional.of("http://a.example"), request.origin());
        assertEquals(List.of("x", "good", "best"), request.subprotocols());
        assertEquals("[a; b; c=d, e]", request.extensions().toString());
    }

    @Test
    void shouldGrantARequestWithTheServersFavourite() {
        UpgradeRequest request = read(FIELDS + "Sec-WebSocket-Protocol: x, good, best\r\n");
        ResponseHead response = new ResponseHead();

        SERVER.answer(request, SERVER.agree(request), response);

        assertEquals(101, response.status());
        assertEquals(
                "Upgrade: websocket, Connection: Upgrade, Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=, "
                        + "Sec-WebSocket-Protocol: best",
                response.fields().toString());
    }

    @Test
    void shouldChooseNoSubprotocolThatWasNotOffered() {
        UpgradeRequest request = read(FIELDS + "Sec-WebSocket-Protocol: other, Best\r\n");

        assertEquals(Optional.empty(), SERVER.agree(request).subprotocol());
        assertEquals(Optional.empty(), SERVER.agree(read(FIELDS)).subprotocol());
        Agreement own = SERVER.agree(request).withSubprotocol(Optional.of("best"));
        assertThrows(IllegalArgumentException.class, () -> SERVER.answer(request, own, new ResponseHead()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"8", "12", "14", "0", "x", "-13", "013", "13, 8", "13\r\nSec-WebSocket-Version: 13", ""})
    void shouldNameTheVersionWhenAnotherIsAskedFor(String version) {
        HandshakeException refused = refused("GET / HTTP/1.1", FIELDS.replace("Version: 13", "Version: " + version));

        ResponseHead answer = refused.answer(new ResponseHead());
        assertEquals(426, answer.status());
        assertEquals(Optional.of("13"), answer.fields().first(FieldName.SEC_WEBSOCKET_VERSION));
        assertEquals(Optional.of("websocket"), answer.fields().first(FieldName.UPGRADE));
        new ResponseEncoder(new DateField(() -> 0)).put(answer, new Output(0));
    }

    @ParameterizedTest
    @CsvSource({
        "426, GET / HTTP/1.1, Upgrade: websocket, X: y",
        "426, GET / HTTP/1.1, Upgrade: websocket, Upgrade: websocket2",
        "426, GET / HTTP/1.1, Connection: Upgrade, Connection: keep-alive",
        "426, GET / HTTP/1.0, X, X",
        "426, GET / HTTP/1.1, Sec-WebSocket-Version: 13, X: y",
        "405, OPTIONS / HTTP/1.1, X, X",
        "400, GET / HTTP/1.1, Sec-WebSocket-Key, X-Key",
        "400, GET / HTTP/1.1, dGhlIHNhbXBsZSBub25jZQ==, dGhlIHNhbXBsZQ==",
        "400, GET / HTTP/1.1, dGhlIHNhbXBsZSBub25jZQ==, dGhlIHNhbXBsZSBub25jZR==",
        "400, GET / HTTP/1.1, dGhlIHNhbXBsZSBub25jZQ==, dGhlIHNhbXBsZSBub25jZQ",
        "400, GET / HTTP/1.1, dGhlIHNhbXBsZSBub25jZQ==, !!!!!!!!!!!!!!!!!!!!!!!!",
    })
    void shouldRefuseWhatIsNoOpeningHandshake(int status, String line, String right, String wrong) {
        assertEquals(status, refused(line, FIELDS.replace(right, wrong)).status());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
                "Content-Length: 1",
                "Origin: a\r\nOrigin: b",
                "Sec-WebSocket-Protocol: a b",
                "Sec-WebSocket-Protocol:",
                "Sec-WebSocket-Protocol: a, a",
                "Sec-WebSocket-Protocol: a\r\nSec-WebSocket-Protocol: a",
                "Sec-WebSocket-Extensions: ;",
                "Sec-WebSocket-Extensions: a b",
            })
    void shouldRefuseFieldsThatMakeNoSense(String field) {
        assertEquals(400, refused("GET / HTTP/1.1", FIELDS + field + "\r\n").status());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ",",
                " , ",
                ";",
                "a;",
                "a;=b",
                "a;b=",
                "a;b=\"",
                "a;b=\"\"",
                "a;b=\"c",
                "a;b=\"c d\"",
                "a;b=c d",
                "a b",
                "a;b=\"c\"d",
                "\"a\"",
                "a=b",
                "a;b=\"\\",
                "é"
            })
    void shouldRefuseExtensionsThatAreMalformed(String value) {
        assertThrows(HandshakeException.class, () -> Extension.list(value));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a|[a]",
                "a,b|[a, b]",
                " a ,, b ,|[a, b]",
                "a;b|[a; b]",
                "a ; b = c ;\td=\"e\"|[a; b=c; d=e]",
                "a;b=\"\\c\\d\"|[a; b=cd]",
                "a;b;b|[a; b; b]"
            })
    void shouldReadExtensions(String value, String expected) {
        assertEquals(expected, Extension.list(value).toString());
    }

    /**
     * What is read is written in one way, and read again is the same; all else is refused, and nothing else happens.
     */
    @Test
    void shouldReadOrRefuseWhateverStandsInAnExtensionsField() {
        String alphabet = "ab;;=,\"\\ \t\u00e9";
        Random random = new Random(6455);
        int read = 0;
        for (int i = 0; i < 50_000; i++) {
            StringBuilder value = new StringBuilder();
            for (int j = random.nextInt(12); j >= 0; j--) {
                value.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            List<Extension> extensions;
            try {
                extensions = Extension.list(value.toString());
            } catch (HandshakeException e) {
                continue;
            }
            read++;
            String written = extensions.stream().map(Extension::toString).collect(Collectors.joining(", "));
            assertEquals(extensions, Extension.list(written), value.toString());
        }
        assertTrue(read > 500, read + " read");
    }

    @Test
    void shouldAskAndUnderstandTheAnswerOfAServer() {
        ClientHandshake client = client("good", "best");
        RequestHead asked = client.request("a.example:81", "/chat?x=y", new MutableFields().add("Origin", "http://a"));
        Output wire = new Output(0);
        new RequestEncoder().put(asked, wire);
        Input input = Input.of(wire.toByteArray());
        RequestHead came = (RequestHead) new RequestParser().next(input);
        UpgradeRequest request = UpgradeRequest.of(came);
        ResponseHead answer = new ResponseHead().answering(came);
        SERVER.answer(request, SERVER.agree(request), answer);
        Output back = new Output(0);
        new ResponseEncoder(new DateField(() -> 0)).put(answer, back);
        ResponseParser parser = new ResponseParser();
        parser.sent(asked);

        Agreement agreement = client.check((ResponseHead) parser.next(Input.of(back.toByteArray())));

        assertEquals("a.example:81", came.authority());
        assertEquals(Optional.of("best"), agreement.subprotocol());
        assertEquals(Optional.of("http://a"), request.origin());
        assertTrue(input.isEmpty());
    }

    @Test
    void shouldAcceptAnAnswerInOtherCase() {
        assertEquals(Optional.empty(), client("a").check(granted()).subprotocol());
        assertEquals(
                Optional.of("a"),
                client("a").check(granted("Sec-WebSocket-Protocol", "a")).subprotocol());
    }

    @Test
    void shouldRefuseAnAnswerThatGrantsNothingOrSomethingElse() {
        HandshakeKey other = HandshakeKey.of(new byte[16]);

        for (ResponseHead answer : new ResponseHead[] {
            response(200),
            response(426, "Sec-WebSocket-Version", "8, 7"),
            response(101, "Upgrade", "websocket", "Connection", "Upgrade"),
            response(101, "Connection", "Upgrade", "Sec-WebSocket-Accept", KEY.accept()),
            response(101, "Upgrade", "websocket", "Sec-WebSocket-Accept", KEY.accept()),
            response(101, "Upgrade", "websocket", "Connection", "Upgrade", "Sec-WebSocket-Accept", other.accept()),
            granted("Sec-WebSocket-Accept", KEY.accept()),
            granted("Upgrade", "other"),
            granted("Sec-WebSocket-Protocol", "b"),
            granted("Sec-WebSocket-Protocol", "a", "Sec-WebSocket-Protocol", "a"),
            granted("Sec-WebSocket-Extensions", "permessage-deflate"),
        }) {
            assertThrows(HandshakeException.class, () -> client("a").check(answer), answer.fields()::toString);
        }
        assertTrue(assertThrows(
                        HandshakeException.class, () -> client().check(response(426, "Sec-WebSocket-Version", "8, 7")))
                .getMessage()
                .contains("version 8, 7"));
    }

    @Test
    void shouldRefuseToAskForNonsense() {
        assertThrows(IllegalArgumentException.class, () -> client("a", "a"));
        assertThrows(IllegalArgumentException.class, () -> client("a b"));
        assertThrows(IllegalArgumentException.class, () -> HandshakeKey.of(new byte[15]));
        assertThrows(
                IllegalArgumentException.class,
                () -> client().request("a", "/", new MutableFields().add("Upgrade", "x")));
    }
}
