package dev.usher.examples;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Between a browser and a server: it can be cut, and before that lose what the server says. */
final class Wire implements AutoCloseable {
    private final URI server;
    private final ServerSocket listener;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final Map<Socket, String> asked = new HashMap<>(); // by the browser's end: not answered yet
    private volatile boolean cut;
    private volatile boolean losing;

    Wire(URI server) throws IOException {
        this.server = server;
        listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        start(this::accept);
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work);
        thread.setDaemon(true);
        thread.start();
    }

    URI page() {
        return URI.create("http://127.0.0.1:" + listener.getLocalPort() + "/");
    }

    /**
     * The server is still heard, and what it says goes nowhere. First every request but a held connect gets its answer:
     * a page that polls says nothing more before.
     */
    void losesAnswers() throws InterruptedException {
        synchronized (asked) {
            while (asked.values().stream().anyMatch(Wire::isOwedAnAnswer)) {
                asked.wait();
            }
            losing = true;
        }
    }

    private static boolean isOwedAnAnswer(String request) {
        return request.startsWith("POST ") && !request.contains("\"/meta/connect\"");
    }

    void cut() throws IOException {
        cut = true;
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    void mend() {
        losing = false;
        cut = false;
    }

    private void accept() {
        try {
            while (true) {
                Socket browser = listener.accept();
                if (cut) {
                    browser.close();
                    continue;
                }
                Socket onwards = new Socket(server.getHost(), server.getPort());
                sockets.add(browser);
                sockets.add(onwards);
                start(() -> carry(browser, onwards, false));
                start(() -> carry(onwards, browser, true));
                if (cut) {
                    cut(); // while they were connected
                }
            }
        } catch (IOException e) {
            // The test is over.
        }
    }

    private void carry(Socket from, Socket to, boolean answers) {
        byte[] bytes = new byte[8_192];
        Socket browser = answers ? to : from;
        try (from;
                to;
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            for (int count = in.read(bytes); count >= 0; count = in.read(bytes)) {
                if (!answers) {
                    asked(browser, new String(bytes, 0, count, ISO_8859_1));
                    out.write(bytes, 0, count);
                } else if (!losing) {
                    out.write(bytes, 0, count);
                    answered(browser);
                }
            }
        } catch (IOException e) {
            // It was cut, or an end has closed it.
        } finally {
            sockets.remove(from);
            sockets.remove(to);
            answered(browser);
        }
    }

    private void asked(Socket browser, String text) {
        synchronized (asked) {
            asked.merge(browser, text, String::concat);
            asked.notifyAll();
        }
    }

    private void answered(Socket browser) {
        synchronized (asked) {
            asked.remove(browser);
            asked.notifyAll();
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        cut();
    }
}
