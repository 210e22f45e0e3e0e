package dev.usher.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Clients of others against the echo. What they print says what they have got. */
@Timeout(60)
class WebSocketForeignTest {
    private static final String NODE = """
            const WebSocket = require('ws');
            const socket = new WebSocket(process.argv[1], { perMessageDeflate: true });
            const log = [];
            socket.on('open', () => {
                log.push(socket.extensions);
                socket.ping('p');
                socket.send('caf\\u00e9 '.repeat(1000));
                socket.send(Buffer.alloc(100000, 7));
                socket.send('one ', { fin: false });
                socket.send('two', { fin: true });
            });
            socket.on('pong', data => log.push('pong ' + data));
            socket.on('message', (data, binary) => {
                log.push((binary ? 'binary ' : 'text ') + data.length);
                if (!binary && data.toString() === 'one two') socket.close(4001, 'enough');
            });
            socket.on('close', (code, reason) => console.log([...log, 'close ' + code].join('|')));
            """;

    private static final String PYTHON = """
            import asyncio, sys, websockets
            async def talk():
                async with websockets.connect(sys.argv[1], compression='deflate') as socket:
                    log = []
                    await socket.send('caf\\u00e9 ' * 1000)
                    log.append('text %d' % len((await socket.recv()).encode()))
                    await socket.send(bytes(100000))
                    log.append('binary %d' % len(await socket.recv()))
                    await socket.send(['one ', 'two'])
                    log.append('text ' + await socket.recv())
                    await (await socket.ping())
                    log.append('pong')
                    await socket.close(4001, 'enough')
                    log.append('close %d' % socket.close_code)
                    print('|'.join(log))
            asyncio.run(talk())
            """;

    private Live live;

    @BeforeEach
    void serve() {
        live = new Live(WebSocketEcho.server(0, 1 << 20));
    }

    @AfterEach
    void end() throws Exception {
        live.close();
    }

    private static Optional<String> program(String... names) {
        return Stream.of(names)
                .flatMap(name -> name.startsWith("/")
                        ? Stream.of(Path.of(name))
                        : Stream.of(System.getenv("PATH").split(File.pathSeparator))
                                .map(folder -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst();
    }

    private static String output(ProcessBuilder wanted) throws Exception {
        Process process = wanted.redirectErrorStream(true).start();
        process.getOutputStream().close();
        try {
            String said = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
            assertTrue(process.waitFor(20, TimeUnit.SECONDS));
            return said;
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void shouldTalkToTheWsOfNode() throws Exception {
        Optional<String> node = program("node");
        assumeTrue(node.isPresent(), "node is not installed");
        ProcessBuilder wanted =
                new ProcessBuilder(node.get(), "-e", NODE, live.at("ws").toString());
        String npm = System.getenv()
                .getOrDefault(
                        "USHER_NPM",
                        Path.of(System.getProperty("java.io.tmpdir"), "usher-npm")
                                .toString());
        wanted.environment()
                .merge("NODE_PATH", npm + "/node_modules:/usr/share/nodejs", (given, more) -> given + ":" + more);

        String said = output(wanted);

        assumeTrue(!said.contains("Cannot find module 'ws'"), "node has no package ws: .ci/run installs it");
        assertEquals("permessage-deflate|pong p|text 6000|binary 100000|text 7|close 4001", said);
    }

    @Test
    void shouldTalkToTheWebsocketsOfPython() throws Exception {
        Optional<String> python = program("/usr/bin/python3", "python3");
        assumeTrue(
                python.isPresent()
                        && output(new ProcessBuilder(python.get(), "-c", "import websockets; print('there')"))
                                .equals("there"),
                "python3-websockets is not installed");

        String said = output(
                new ProcessBuilder(python.get(), "-c", PYTHON, live.at("ws").toString()));

        assertEquals("text 6000|binary 100000|text one two|pong|close 4001", said);
    }

    @Test
    void shouldUpgradeForCurl() throws Exception {
        Optional<String> curl = program("curl");
        assumeTrue(curl.isPresent(), "curl is not installed");
        List<String> command = new ArrayList<>(List.of(curl.get(), "--http1.1", "-s", "-i", "-N", "--max-time", "1"));
        for (String field : new String[] {
            "Connection: Upgrade",
            "Upgrade: websocket",
            "Sec-WebSocket-Version: 13",
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="
        }) {
            command.addAll(List.of("-H", field));
        }
        command.add(live.at("http").toString());

        List<String> head = head(command);

        assertEquals("HTTP/1.1 101 Switching Protocols", head.get(0));
        assertTrue(head.contains("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo="), head.toString());
    }

    private static List<String> head(List<String> command) throws IOException {
        Process process = new ProcessBuilder(command).start();
        try (BufferedReader reader = process.inputReader(UTF_8)) {
            List<String> head = new ArrayList<>();
            for (String line = reader.readLine(); line != null && !line.isEmpty(); line = reader.readLine()) {
                head.add(line);
            }
            return head;
        } finally {
            process.destroy();
        }
    }
}
