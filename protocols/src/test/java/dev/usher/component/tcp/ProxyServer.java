package dev.usher.component.tcp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.usher.filters.StreamFilter;
import dev.usher.kernel.Context;
import dev.usher.kernel.Event;
import dev.usher.kernel.Kernel;
import java.io.ByteArrayOutputStream;
import java.util.List;

/** A proxy by CONNECT and by SOCKS5, as far as tests need it: all ways lead to one port of this machine. */
public final class ProxyServer {
    private static final Event<byte[]> BACK = Event.named("proxy_back", byte[].class);
    private static final Event<byte[]> THERE = Event.named("proxy_there", byte[].class);
    private static final Event<Void> OPEN = Event.named("proxy_open");
    private static final byte[] SOCKS_OPEN = {5, 0, 0, 1, 127, 0, 0, 1, 0, 80};

    /** One client's way. */
    private static final class Way {
        final ByteArrayOutputStream asked = new ByteArrayOutputStream();
        boolean greeted;
        byte[] answer; // to be told once there is a way
        long client; // the session that talks to the server; 0 before
    }

    private ProxyServer() {}

    /** Notes what it is asked for. */
    public static void start(Kernel kernel, int port, int server, List<String> log) {
        TcpServer.at(port, StreamFilter::new)
                .state(Way::new)
                .alias("proxy")
                .clientInput((client, poe, bytes) -> came(client, poe, bytes, server, log))
                .clientDisconnected((client, poe) -> poe.post(client.state().client, TcpClient.SHUTDOWN))
                .on(OPEN, (client, poe) -> client.put(client.state().answer))
                .on(BACK, (client, poe, bytes) -> client.put(bytes))
                .start(kernel);
    }

    private static void came(
            TcpConnection<Way, byte[], byte[]> client, Context poe, byte[] bytes, int server, List<String> log) {
        Way way = client.state();
        if (way.client != 0) {
            poe.post(way.client, THERE, bytes);
            return;
        }
        way.asked.writeBytes(bytes);
        String all = way.asked.toString(ISO_8859_1);
        boolean socks = all.charAt(0) == 5;
        if (socks && !way.greeted && all.length() >= 2 + all.charAt(1)) {
            way.greeted = true;
            way.asked.reset();
            client.put(new byte[] {5, 0});
        } else if (socks && way.greeted && all.length() >= 7 + all.charAt(4)) {
            log.add("SOCKS " + all.substring(5, 5 + all.charAt(4)));
            open(client, poe, server, SOCKS_OPEN);
        } else if (!socks && all.endsWith("\r\n\r\n")) {
            log.add(all.strip().replace("\r\n", ", "));
            open(client, poe, server, "HTTP/1.1 200 OK\r\n\r\n".getBytes(ISO_8859_1));
        }
    }

    private static void open(TcpConnection<Way, byte[], byte[]> client, Context poe, int server, byte[] answer) {
        client.state().answer = answer;
        long back = client.session().id();
        client.state().client = TcpClient.to("127.0.0.1", server, StreamFilter::new)
                .connected((tcp, there) -> there.post(back, OPEN))
                .serverInput((tcp, there, bytes) -> there.post(back, BACK, bytes))
                .disconnected((tcp, there) -> there.post(back, TcpServer.SHUTDOWN))
                .on(THERE, (tcp, there, bytes) -> tcp.put(bytes))
                .start(poe);
    }
}
