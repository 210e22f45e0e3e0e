package dev.usher.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MainTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int run(String... words) {
        return Main.run(Arrays.asList(words), new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8));
    }

    @Test
    void shouldListTheExamplesWithTheirOptions() {
        assertEquals(0, run());

        List<String> lines = out.toString(UTF_8).lines().skip(1).toList();
        assertEquals(
                List.of(
                        "echo",
                        "rot13",
                        "quit",
                        "chargen",
                        "chat",
                        "group-chat",
                        "http",
                        "http-client",
                        "websocket-echo",
                        "websocket-clock",
                        "websocket-broadcast",
                        "websocket-client",
                        "line-client",
                        "bayeux",
                        "bayeux-bot",
                        "bayeux-shell",
                        "web-chat",
                        "quote",
                        "countdown",
                        "ported-jobs",
                        "ported-chat",
                        "ported-proxy"),
                lines.stream().map(line -> line.strip().split(" ")[0]).toList());
        assertTrue(lines.get(0).endsWith("[--host 127.0.0.1] [--port 7007] [--tls CERT KEY]"), lines.get(0));
        assertTrue(lines.get(lines.size() - 5).endsWith("[--timeout 5] [LINE...]"), lines.get(lines.size() - 5));
        assertEquals("", err.toString(UTF_8));
    }

    @Test
    void shouldListTheOptionsOfAllExamplesInOneColumn() {
        assertEquals(0, run());

        List<Integer> columns = out.toString(UTF_8)
                .lines()
                .skip(1)
                .map(line -> line.indexOf("[--"))
                .distinct()
                .toList();
        assertEquals(1, columns.size(), columns::toString);
    }

    @Test
    void shouldTakeCertificateAndKeyForEveryServer() {
        run();

        List<String> servers = out.toString(UTF_8)
                .lines()
                .filter(line -> line.contains("--port") && !line.contains("LINE") && !line.contains("ported-"))
                .toList();
        assertEquals(13, servers.size());
        assertTrue(servers.stream().allMatch(line -> line.endsWith("[--tls CERT KEY]")), servers.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"help", "--help", "-h"})
    void shouldListTheExamplesWhenAskedForHelp(String word) {
        assertEquals(0, run(word));
        assertTrue(out.toString(UTF_8).contains("rot13"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            ecco                   | unknown example 'ecco': choose one of echo, rot13, quit, chargen, chat, group-chat, http, http-client, websocket-echo, websocket-clock, websocket-broadcast, websocket-client, line-client, bayeux, bayeux-bot, bayeux-shell, web-chat, quote, countdown, ported-jobs, ported-chat, ported-proxy
            echo --prot 1          | unknown option --prot: echo takes [--host 127.0.0.1] [--port 7007] [--tls CERT KEY]
            echo --port=1          | unknown option --port=1: echo takes [--host 127.0.0.1] [--port 7007] [--tls CERT KEY]
            echo -p 1              | unknown option -p: echo takes [--host 127.0.0.1] [--port 7007] [--tls CERT KEY]
            echo --timeout 1       | unknown option --timeout: echo takes [--host 127.0.0.1] [--port 7007] [--tls CERT KEY]
            echo 7007              | '7007' is too much: echo takes [--host 127.0.0.1] [--port 7007] [--tls CERT KEY]
            echo --port            | --port needs a value: a number from 0 to 65535
            echo --port --host     | --port needs a value: a number from 0 to 65535
            echo --port 65536      | --port must be a number from 0 to 65535, not '65536'
            echo --port -1         | --port must be a number from 0 to 65535, not '-1'
            echo --port 99999999999| --port must be a number from 0 to 65535, not '99999999999'
            echo --port 7o07       | --port must be a number from 0 to 65535, not '7o07'
            echo --host            | --host needs a value: a name or an address
            echo --tls             | --tls needs a value: CERT and KEY
            echo --tls a           | --tls needs a value: CERT and KEY
            echo --tls a b         | --tls: a: there is no such file
            http --tls a b         | --tls: a: there is no such file
            websocket-client --url http://a/ | --url must be ws://HOST:PORT/PATH or wss://HOST:PORT/PATH, not 'http://a/'
            quote --port 0         | --port must be a number from 1 to 65535, not '0'
            quote --timeout 0      | --timeout must be a number from 1 to 86400, not '0'
            countdown --from x     | --from must be a number from 0 to 1000, not 'x'
            """)
    void shouldNameWhatIsWrongInOneLine(String words, String message) {
        assertEquals(2, run(words.split(" ")));

        assertEquals("usher-examples: " + message + System.lineSeparator(), err.toString(UTF_8));
        assertEquals("", out.toString(UTF_8));
    }

    @Test
    void shouldStayInOneLineWhateverIsGiven() {
        assertEquals(2, run("echo", "a\nb\u0085c"));

        assertTrue(err.toString(UTF_8).startsWith("usher-examples: 'a?b?c' is too much"), err.toString(UTF_8));
    }

    @Test
    void shouldTakeWordsThatBeginWithADashBehindTwo() throws UsageException {
        Example example = new Example("quote", "", Quote.OPTIONS, "[LINE...]", Quote::run);

        Arguments arguments = Arguments.parse(
                example,
                List.of("a", "--host", "[::1]", "-", "--port", "1", "--port", "2", "--", "--port", "-3", "--"));

        assertEquals(List.of("a", "-", "--port", "-3", "--"), arguments.operands());
        assertEquals("::1", arguments.host());
        assertEquals(2, arguments.number("port"));
    }
}
