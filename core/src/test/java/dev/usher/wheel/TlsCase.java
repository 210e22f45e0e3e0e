package dev.usher.wheel;

import dev.usher.kernel.Context;
import dev.usher.kernel.Event;
import dev.usher.kernel.IoError;
import dev.usher.kernel.Kernel;
import dev.usher.simulation.Simulation;
import dev.usher.tls.Tls;
import dev.usher.tls.TlsClientBuilder;
import dev.usher.tls.TlsInfo;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/** A listener and clients in one kernel, all over TLS and the network in memory. */
class TlsCase {
    static final InetSocketAddress ADDRESS = new InetSocketAddress("127.0.0.1", 9000);
    static final Event<HandshakeFailure> BROKEN = Event.named("broken", HandshakeFailure.class);

    final Simulation simulation = Simulation.seeded(1);
    final Kernel kernel = simulation.kernel();
    final Recorder server = new Recorder();
    final List<IoError> broken = new ArrayList<>();
    final List<IoError> refused = new ArrayList<>();

    @AfterEach
    void close() {
        simulation.close();
    }

    final void listen(Tls tls) {
        server.begin = poe -> {
            poe.state(BROKEN, (Recorder me, Context context, HandshakeFailure failure) -> broken.add(failure.error()));
            server.factory = SocketFactory.listen(ADDRESS)
                    .tls(tls)
                    .handshakeFailedEvent(BROKEN)
                    .successEvent(Recorder.OPENED)
                    .failureEvent(Recorder.FAILED)
                    .open(poe);
        };
        server.session = kernel.create(Recorder.STATES, server);
    }

    final Recorder connect(Tls tls, String host) {
        Recorder client = new Recorder();
        client.begin = poe -> {
            poe.state(Recorder.FAILED, (Recorder me, Context context, IoError error) -> refused.add(error));
            client.factory = SocketFactory.connect(ADDRESS)
                    .tls(tls, host)
                    .successEvent(Recorder.OPENED)
                    .failureEvent(Recorder.FAILED)
                    .open(poe);
        };
        client.session = kernel.create(Recorder.STATES, client);
        simulation.runUntilIdle();
        return client;
    }

    final Recorder connect(TlsClientBuilder tls) {
        return connect(tls.define(), "localhost");
    }

    final TlsInfo seenByServer() {
        return server.last.tls().orElseThrow();
    }

    static String name(Recorder client) {
        return client.last
                .tls()
                .orElseThrow()
                .peerCertificates()
                .get(0)
                .getSubjectX500Principal()
                .getName();
    }
}
