package dev.usher.filters.http;

import static dev.usher.filters.http.Wire.END;

import org.junit.jupiter.api.Test;

/** {@link RequestParser}: what two parsers could read differently is refused, whatever the network does. */
class StrictRequestTest {
    private static final String HOST = "Host: a\r\n";
    private static final String CHUNKED = "Transfer-Encoding: chunked\r\n";

    /** RFC 9112 §3 */
    @Test
    void shouldRefuseRequestLinesThatAreNotExact() {
        refused(400, "without a version", "GET /\r\n\r\n");
        refused(400, "CR where a version", "GET / \r\n\r\n");
        refused(400, "of one word", "GET\r\n");
        refused(400, "two spaces", "GET  / HTTP/1.1\r\n" + HOST + "\r\n");
        refused(400, "a space where a version", "GET /  HTTP/1.1\r\n" + HOST + "\r\n");
        refused(400, "'x' where a version", "GET / x HTTP/1.1\r\n" + HOST + "\r\n");
        refused(400, "TAB in a method", "GET\t/\tHTTP/1.1\r\n" + HOST + "\r\n");
        refused(400, "a space before the method", " GET / HTTP/1.1\r\n");
        refused(400, "behind the version", "GET / HTTP/1.1 \r\n" + HOST + "\r\n");
        refused(400, "'(' in a method", "G(T / HTTP/1.1\r\n");
        refused(400, "byte 0x16 in a method", "\u0016\u0003\u0001\u0002");
        refused(400, "NUL in the target", "GET /\0 HTTP/1.1\r\n");
        refused(400, "byte 0x01 in the target", "GET /\u0001 HTTP/1.1\r\n");
        refused(400, "byte 0xFF in the target", "GET /\u00ff HTTP/1.1\r\n");
        refused(400, "'#' in the target", "GET /a#b HTTP/1.1\r\n");
        refused(400, "without a version", "GET /\r HTTP/1.1\r\n");
        refused(400, "CR without LF behind the request line", "GET / HTTP/1.1\rX");
        refused(400, "LF behind the version", "GET / HTTP/1.1\nHost: a\n\n");
        refused(400, "of one word", "\nGET / HTTP/1.1\r\n");
        refused(400, "CR without LF before", "\rGET / HTTP/1.1\r\n");
    }

    /** RFC 9112 §2.3, RFC 9110 §15.6.6 */
    @Test
    void shouldRefuseVersionsThatItDoesNotSpeak() {
        refused(505, "HTTP/2", "GET / HTTP/2.0\r\n");
        refused(505, "HTTP/0", "GET / HTTP/0.9\r\n");
        refused(505, "HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
        refused(400, "'h' where", "GET / http/1.1\r\n");
        refused(400, "behind the version", "GET / HTTP/1.10\r\n");
        refused(400, "behind the version", "GET / HTTP/1.1x\r\n");
        refused(400, "where a version", "GET / HTTP/x.y\r\n");
        refused(400, "where a version", "GET / HTTP/1,1\r\n");
    }

    /** RFC 9112 §3.2 */
    @Test
    void shouldRefuseTargetsOfNoForm() {
        refused(400, "neither with / nor", request("GET a", HOST));
        refused(400, "neither with / nor", request("GET ftp://a/", HOST));
        refused(400, "neither with / nor", request("GET http:/a", HOST));
        refused(400, "without a host", request("GET http:///a", HOST));
        refused(400, "without a host", request("GET http://:80/", HOST));
        refused(400, "a user name", request("GET http://u@a/", HOST));
        refused(400, "a port", request("GET http://a:x/", HOST));
        refused(400, "for OPTIONS only", request("GET *", HOST));
        refused(400, "host:port", request("CONNECT a", HOST));
        refused(400, "host:port", request("CONNECT :80", HOST));
        refused(400, "'/' in the target of CONNECT", request("CONNECT /", HOST));
        refused(400, "'\\' in the path", request("GET /..\\x", HOST));
        refused(400, "without Host", request("GET http://a/", ""));
    }

    /** RFC 9112 §3.2, RFC 9110 §7.2 */
    @Test
    void shouldRefuseHostsThatAreNotOne() {
        refused(400, "without Host", request("GET /", ""));
        refused(400, "without Host", request("GET /", "X: y\r\n"));
        refused(400, "Host twice", request("GET /", HOST + HOST));
        refused(400, "Host twice", request("GET /", HOST + "Host: b\r\n"));
        refused(400, "Host twice", "GET / HTTP/1.0\r\n" + HOST + HOST + "\r\n");
        refused(400, "a space in Host", request("GET /", "Host: a b\r\n"));
        refused(400, "'/' in Host", request("GET /", "Host: a/b\r\n"));
        refused(400, "a user name in Host", request("GET /", "Host: u@a\r\n"));
        refused(400, "',' in Host", request("GET /", "Host: a, b\r\n"));
        refused(400, "a port in Host", request("GET /", "Host: a:99x\r\n"));
        refused(400, "a port in Host", request("GET /", "Host: a:65536\r\n"));
        refused(400, "percent-escape in Host", request("GET /", "Host: a%2\r\n"));
        refused(400, "IPv6 address in Host", request("GET /", "Host: [::1\r\n"));
        refused(400, "IPv6 address in Host", request("GET /", "Host: []\r\n"));
    }

    /** RFC 9112 §5 */
    @Test
    void shouldRefuseFieldLinesThatAreNotExact() {
        refused(400, "a blank in a field name", request("GET /", HOST + "X-A : b\r\n"));
        refused(400, "a blank in a field name", request("GET /", HOST + "X-A\t: b\r\n"));
        refused(400, "a blank in a field name", request("GET /", HOST + "X A: b\r\n"));
        refused(400, "a blank in a field name", request("GET /", HOST + "Content-Length : 5\r\n"));
        refused(400, "a blank before the first", request("GET /", " " + HOST));
        refused(400, "folded", request("GET /", HOST + "X-A: b\r\n c\r\n"));
        refused(400, "folded", request("GET /", HOST + "Transfer-Encoding:\r\n\tchunked\r\n"));
        refused(400, "NUL in a field value", request("GET /", HOST + "X-A: b\0c\r\n"));
        refused(400, "CR without LF", request("GET /", HOST + "X-A: b\rc: d\r\n"));
        refused(400, "LF in a field value", request("GET /", HOST + "X-A: b\nX-B: c\r\n"));
        refused(400, "byte 0x01 in a field value", request("GET /", HOST + "X-A: b\u0001c\r\n"));
        refused(400, "byte 0x7F in a field value", request("GET /", HOST + "X-A: 123456789\u007fc\r\n"));
        refused(400, "byte 0x0B in a field value", request("GET /", HOST + "Transfer-Encoding: \u000bchunked\r\n"));
        refused(400, "without a name", request("GET /", HOST + ": b\r\n"));
        refused(400, "without a colon", request("GET /", HOST + "garbage\r\n"));
        refused(400, "without a colon", request("GET /", HOST + "garbage\nX: y\r\n"));
        refused(400, "'(' in a field name", request("GET /", HOST + "X(A: b\r\n"));
        refused(400, "byte 0xC3 in a field name", request("GET /", HOST + "X\u00c3\u00a9: b\r\n"));
        refused(400, "NUL in a field name", request("GET /", HOST + "X\0A: b\r\n"));
        refused(400, "without a colon", "GET / HTTP/1.1\r\nHost: a\r\n\nX");
        refused(400, "CR without LF in the head", "GET / HTTP/1.1\r\nHost: a\r\n\rX");
    }

    /** RFC 9112 §6.3, RFC 9110 §8.6 */
    @Test
    void shouldRefuseLengthsThatAreNotDigits() {
        for (String value : new String[] {
            "-1", "+5", "0x5", "five", "5x", "5 5", "5.0", "5,", "5, 5", "5, 6", "\u00ef\u00bc\u0095", "1_0", "1e1"
        }) {
            refused(400, "in Content-Length, which is digits", post("Content-Length: " + value + "\r\n"));
        }
        refused(400, "empty Content-Length", post("Content-Length:\r\n"));
        refused(400, "Content-Length twice", post("Content-Length: 5\r\nContent-Length: 6\r\n"));
        refused(400, "Content-Length twice", post("Content-Length: 5\r\ncontent-length: 5\r\n"));
        refused(413, "more than content", post("Content-Length: 18446744073709551621\r\n"));
        refused(413, "more than content", post("Content-Length: 4294967301\r\n"));
        refused(413, "more than content", post("Content-Length: 99999999999999999999999\r\n"));
    }

    /** RFC 9112 §6.1 and §6.3 */
    @Test
    void shouldRefuseTransferCodingsOtherThanChunkedAlone() {
        refused(400, "together", post(CHUNKED + "Content-Length: 5\r\n"));
        refused(400, "together", post("Content-Length: 5\r\n" + CHUNKED));
        refused(400, "Transfer-Encoding twice", post(CHUNKED + CHUNKED));
        refused(400, "HTTP/1.0", "POST / HTTP/1.0\r\n" + CHUNKED + "\r\n");
        for (String value : new String[] {
            "frob",
            "xchunked",
            "gzip",
            "chunked, gzip",
            "identity",
            "chunked, identity",
            "chunked, chunked",
            "\"chunked\"",
            "chunked;a=b",
            "chunked;",
            ",chunked",
            "",
            "chun ked",
            "gzip,, chunked",
            ", chunked"
        }) {
            refused(400, "not \"chunked\" alone", post("Transfer-Encoding: " + value + "\r\n"));
        }
        refused(501, "other than chunked", post("Transfer-Encoding: gzip, chunked\r\n"));
        refused(501, "other than chunked", post("Transfer-Encoding: a,b ,\tChunked\r\n".replace(" ,", ",")));
        refused(400, "CONNECT with content", request("CONNECT a:80", HOST + "Content-Length: 5\r\n"));
        refused(411, "no length is known", post("Content-Encoding: gzip\r\n"));
        refused(417, "expectation", post("Expect: more\r\n"));
    }

    /** RFC 9112 §7.1 */
    @Test
    void shouldRefuseChunksThatAreNotExact() {
        chunksRefused(400, "'x' in a chunk size", "", "x\r\n");
        chunksRefused(400, "CR in a chunk size", "", "\r\n");
        chunksRefused(400, "'-' in a chunk size", "", "-1\r\n");
        chunksRefused(400, "';' in a chunk size", "", ";a\r\n");
        chunksRefused(400, "'x' in a chunk size", "", "0x5\r\n");
        chunksRefused(400, "a space in a chunk size", "", " 5\r\n");
        chunksRefused(413, "more than content", "", "fffffffffffffff5\r\nhello\r\n0\r\n\r\n");
        chunksRefused(413, "more than content", "", "10000000000000005\r\nhello\r\n0\r\n\r\n");
        chunksRefused(413, "more than content", "", "100000005\r\nhello\r\n0\r\n\r\n");
        chunksRefused(400, "more than 16 digits", "", "00000000000000005\r\nhello\r\n");
        chunksRefused(400, "longer than its size", "hel", "3\r\nhello\r\n0\r\n\r\n");
        chunksRefused(400, "longer than its size", "hello\r\n", "7\r\nhello\r\n0\r\n\r\nzzzz");
        chunksRefused(400, "LF in a chunk size", "", "5\nhello\r\n0\r\n\r\n");
        chunksRefused(400, "LF in a chunk extension", "", "5;a\nhello\r\n0\r\n\r\n");
        chunksRefused(400, "without CRLF", "hello", "5\r\nhello\n0\r\n\r\n");
        chunksRefused(400, "without CRLF", "hello", "5\r\nhelloXX0\r\n\r\n");
        chunksRefused(400, "CR without LF behind a chunk", "hello", "5\r\nhello\rX");
        chunksRefused(400, "CR without LF behind a chunk size", "", "5;a\rX\r\nhello\r\n0\r\n\r\n");
        chunksRefused(400, "CR in a chunk extension", "", "5;a=\"\r\n");
        chunksRefused(400, "CR in a chunk extension", "", "5 \r\nhello\r\n");
        chunksRefused(400, "'x' in a chunk extension", "", "5 x\r\nhello\r\n");
        chunksRefused(400, "a blank in a field name", "hello", "5\r\nhello\r\n0\r\nX T : 1\r\n\r\n");
        chunksRefused(400, "folded", "hello", "5\r\nhello\r\n0\r\nX: 1\r\n 2\r\n\r\n");
        chunksRefused(400, "CR without LF in the trailers", "hello", "5\r\nhello\r\n0\r\n\rX");
    }

    @Test
    void shouldTakeOtherFormsOfTargetsAndHosts() {
        taken("GET http://a:80/b?c HTTP/1.1", "Host: other\r\n");
        taken("GET HTTPS://a HTTP/1.1", "Host: other\r\n");
        taken("GET http://[::1]:80?x HTTP/1.1", HOST);
        taken("OPTIONS * HTTP/1.1", HOST);
        taken("CONNECT [::1]:80 HTTP/1.1", HOST);
        taken("GET /?[]{}|^`\\ HTTP/1.1", HOST);
        taken("get / HTTP/1.1", HOST);
        taken("FROB / HTTP/1.1", HOST);
        taken("GET / HTTP/1.1", "Host:\r\n");
        taken("GET / HTTP/1.1", "Host: [::1]:80\r\n");
        taken("GET / HTTP/1.1", "Host: a.b-c_%41:\r\n");
        taken("GET / HTTP/1.1", HOST + "Expect: 100-continue\r\n");
    }

    /** RFC 9110 §6.5.1: fields that would frame the message come too late to do so. */
    @Test
    void shouldNotBelieveTrailersThatSpeakOfFraming() {
        Wire.requests()
                .when(post(CHUNKED) + "1\r\n!\r\n0\r\nContent-Length: 5\r\nTransfer-Encoding: x\r\n\r\n")
                .gives("POST / HTTP/1.1", "!", "Content-Length: 5, Transfer-Encoding: x", END);
    }

    private static String request(String methodAndTarget, String fields) {
        return methodAndTarget + " HTTP/1.1\r\n" + fields + "\r\n";
    }

    private static String post(String fields) {
        return request("POST /", HOST + fields);
    }

    private static void refused(int status, String words, String received) {
        Wire.requests().when(received).gives(status + " " + words);
    }

    private static void chunksRefused(int status, String words, String content, String chunks) {
        if (content.isEmpty()) {
            Wire.requests().when(post(CHUNKED) + chunks).gives("POST / HTTP/1.1", status + " " + words);
        } else {
            Wire.requests().when(post(CHUNKED) + chunks).gives("POST / HTTP/1.1", content, status + " " + words);
        }
    }

    private static void taken(String line, String fields) {
        Wire.requests().when(line + "\r\n" + fields + "\r\n").gives(line, END);
    }
}
