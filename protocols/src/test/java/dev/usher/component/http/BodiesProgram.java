package dev.usher.component.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.usher.kernel.Event;
import dev.usher.kernel.Kernel;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;

/**
 * Moves bodies that are larger than its heap, up and down, over real sockets: arguments are how many bytes, and a file
 * of that size. Says a line for each that went well. Run by {@link BodiesTest} in a small JVM.
 */
final class BodiesProgram {
    private static final Event<HttpRequest> GO_ON = Event.named("go_on", HttpRequest.class);
    private static final int SHARED = 4_000_000;
    private static final int SLOW_CLIENTS = 60;
    private static final int PAUSE_EVERY = 100; // pieces

    /** Slow are: the clients that download, by this for each {@link #GULP}, and the server with what is uploaded. */
    private static final long PAUSE_NS = 1_000_000;

    private static final int GULP = 131_072;

    private final long size;
    private final Path file;
    private final CompletableFuture<Integer> port = new CompletableFuture<>();
    private final byte[] shared = new byte[SHARED];
    private final byte[] block = new byte[10_000];
    private long produced;
    private long uploaded;
    private int pieces;
    private int pauses;

    private BodiesProgram(long size, Path file) {
        this.size = size;
        this.file = file;
    }

    public static void main(String[] arguments) throws Exception {
        new BodiesProgram(Long.parseLong(arguments[0]), Path.of(arguments[1])).run();
    }

    private void run() throws Exception {
        Thread server = new Thread(this::serve, "server");
        server.setDaemon(true);
        server.setUncaughtExceptionHandler((thread, error) -> {
            error.printStackTrace();
            Runtime.getRuntime().halt(1); // else all would wait for it
        });
        server.start();
        say("file", download("/file"));
        say("range", download("/file", "Range: bytes=1-"));
        say("produced", download("/produced"));
        say("uploaded", upload());
        System.out.println("paused " + (pauses > 0));
        say("own client's download", new BodiesClient(at("/file"), size).download());
        uploaded = 0;
        say("own client's upload", new BodiesClient(at("/upload"), size).upload());
        List<Socket> slow = new ArrayList<>();
        for (int i = 0; i < SLOW_CLIENTS; i++) {
            slow.add(ask("/shared"));
        }
        for (Socket client : slow) {
            client.getInputStream().read(); // the server has begun to write to each of them
        }
        System.out.println("small " + download("/small"));
        System.out.println("slow " + length(slow.get(0)));
    }

    private String at(String path) throws Exception {
        return "http://127.0.0.1:" + port.get() + path;
    }

    private void say(String what, long length) {
        System.out.println(what + " " + (length == size || what.equals("range") && length == size - 1));
    }

    // ---- the server

    private void serve() {
        Kernel kernel = new Kernel();
        HttpServer.at(0)
                .address("127.0.0.1")
                .started((listener, poe) -> port.complete(listener.port()))
                .handler("^/file$", (poe, request, response) -> response.sendFile(file))
                .handler("^/produced$", (poe, request, response) -> {
                    produced = 0;
                    response.header("Content-Length", "" + size);
                    response.stream(this::produce);
                })
                .handler(
                        "^/shared$",
                        (poe, request, response) ->
                                response.content(shared).respond().done())
                .handler(
                        "^/small$",
                        (poe, request, response) ->
                                response.content("small").respond().done())
                .route(Route.of("^/upload$")
                        .methods("POST")
                        .streamed()
                        .content(Long.MAX_VALUE)
                        .to(this::take))
                .on(GO_ON, (connection, poe, request) -> request.resumeContent())
                .start(kernel);
        kernel.run();
    }

    private void produce(dev.usher.kernel.Context poe, HttpRequest request, HttpResponse response) {
        while (produced + block.length <= size) {
            produced += block.length;
            if (response.send(block)) {
                return;
            }
        }
        if (produced < size) {
            response.send(new byte[(int) (size - produced)]);
            produced = size;
        }
        response.done();
    }

    private void take(dev.usher.kernel.Context poe, HttpRequest request, HttpResponse response) {
        request.onContent((context, piece) -> {
            uploaded += piece.length();
            if (piece.isLast()) {
                response.content("" + uploaded).respond().done();
            } else if (++pieces % PAUSE_EVERY == 0) {
                pauses++;
                request.pauseContent();
                context.delaySetNs(GO_ON, PAUSE_NS, request);
            }
        });
    }

    // ---- the clients

    private Socket ask(String path, String... fields) throws Exception {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(16_384);
        socket.connect(new java.net.InetSocketAddress("127.0.0.1", port.get()));
        StringBuilder head = new StringBuilder("GET " + path + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n");
        for (String field : fields) {
            head.append(field).append("\r\n");
        }
        socket.getOutputStream().write(head.append("\r\n").toString().getBytes(ISO_8859_1));
        return socket;
    }

    private long download(String path, String... fields) throws Exception {
        return length(ask(path, fields));
    }

    /** How long the content is. */
    private static long length(Socket client) throws IOException {
        try (client) {
            InputStream in = new BufferedInputStream(client.getInputStream(), 4_096);
            for (String line = line(in); !line.isEmpty(); line = line(in)) {
                // the head
            }
            byte[] gulp = new byte[GULP];
            long length = 0;
            for (int count = in.readNBytes(gulp, 0, GULP); count > 0; count = in.readNBytes(gulp, 0, GULP)) {
                length += count;
                LockSupport.parkNanos(PAUSE_NS);
            }
            return length;
        }
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
            if (b != '\r') {
                line.append((char) b);
            }
        }
        return line.toString();
    }

    private long upload() throws Exception {
        try (Socket socket = new Socket("127.0.0.1", port.get())) {
            OutputStream out = socket.getOutputStream();
            out.write(("POST /upload HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: " + size + "\r\n\r\n")
                    .getBytes(ISO_8859_1));
            byte[] bytes = new byte[65_536];
            for (long left = size; left > 0; left -= bytes.length) {
                out.write(bytes, 0, (int) Math.min(bytes.length, left));
            }
            InputStream in = socket.getInputStream();
            for (String line = line(in); !line.isEmpty(); line = line(in)) {
                // the head
            }
            return Long.parseLong(new String(in.readAllBytes(), ISO_8859_1));
        }
    }
}
