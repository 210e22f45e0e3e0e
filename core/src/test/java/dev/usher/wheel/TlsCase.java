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

/**
 * Both ends in one kernel, over the network in memory. All but the bytes themselves is the same in every run: the JDK's
 * engine takes its randomness from the system and cannot be told otherwise.
 */
abstract class TlsCase {
    static final InetSocketAddress ADDRESS = new InetSocketAddress("127.0.0.1", 9000);
    private static final Event<HandshakeFailure> BROKEN = Event.named("broken", HandshakeFailure.class);

    final Simulation simulation = Simulation.seeded(1);
    final Kernel kernel = simulation.kernel();
    final Recorder server = new Recorder();
    final List<IoError> broken = new ArrayList<>(); // handshakes, as the server tells of them
    final List<IoError> refused = new ArrayList<>(); // and as the clients do

    @AfterEach
    final void close() {
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

    /** A client that has begun to connect, no more. */
    final Recorder begin(Tls tls, String host) {
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
        return client;
    }

    final Recorder connect(Tls tls, String host) {
        Recorder client = begin(tls, host);
        simulation.runUntilIdle();
        return client;
    }

    final Recorder connect(TlsClientBuilder tls) {
        return connect(tls.define(), "localhost");
    }

    final TlsInfo seenByServer() {
        return server.last.tls().orElseThrow();
    }

    /** Whose certificate an end has seen. */
    static String name(Recorder end) {
        return end.last
                .tls()
                .orElseThrow()
                .peerCertificates()
                .get(0)
                .getSubjectX500Principal()
                .getName();
    }
}
