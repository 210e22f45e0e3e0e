package dev.usher.transcripts;

import dev.usher.component.tcp.TcpClient;
import dev.usher.network.ListenLink;
import dev.usher.network.StreamLink;
import java.time.Duration;
import java.time.Instant;

/** A client's time limit of one second, begun late in a second of the clock. */
@Difference(
        part = Part.SERVERS,
        poe = "TCP client: `ConnectTimeout` counts whole seconds of the clock and may end up to one too early",
        usher = "`connectTimeout` is exact",
        because = "a defect")
final class R72 extends Port {

    @Override
    void program() throws Exception {
        int p = sockets.freePort();
        ListenLink full = simulation.network().listen(Sockets.local(p), 1);
        StreamLink first = sockets.connect(p);
        sleep(0.55);
        Instant from = time();
        TcpClient.to("127.0.0.1", p)
                .connectTimeout(seconds(1))
                .connectError((client, poe, error) -> L(
                        "ConnectError",
                        error.operation(),
                        error.errno().number(),
                        "'" + error.text() + "'",
                        "too early:",
                        bit(Duration.between(from, time()).compareTo(seconds(0.9)) < 0)))
                .connected((client, poe) -> L("Connected"))
                .serverInput((client, poe, line) -> {})
                .start(kernel);
        kernel.run();
        L("run returned");
        first.close();
        full.close();
    }
}
