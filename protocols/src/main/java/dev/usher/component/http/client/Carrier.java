package dev.usher.component.http.client;

import dev.usher.component.tcp.TcpClient;
import dev.usher.component.tcp.TcpClientBuilder;
import dev.usher.filters.http.HttpPart;

/** Describes the TCP clients whose states are the pool's connections: what happens to one, the other is told. */
final class Carrier {
    /** Bytes that wait to be written: whoever makes content is asked for more below, and waits above. */
    private static final int LOW = 32_768;

    private static final int HIGH = 131_072;

    private Carrier() {}

    /** Of all connections of a lane. */
    static TcpClient<PoolConnection, HttpPart, HttpPart> of(Agent agent, Lane lane) {
        HttpClient client = agent.client;
        TcpClientBuilder<PoolConnection, HttpPart, HttpPart> builder = TcpClient.to(
                        lane.way.host(), lane.way.port(), () -> PoolConnection.filter(client))
                .state(() -> new PoolConnection(agent, lane));
        builder.connectTimeout(client.connectTimeout).shutdownOnError(false);
        client.carried.forEach(said -> said.accept(builder));
        if (lane.way.secure()) {
            builder.tls(agent.tls());
        }
        if (lane.way.tunnelled()) {
            builder.proxy(client.proxy.tunnel());
        }
        return builder.marks(LOW, HIGH, (tcp, poe) -> tcp.state().low(), (tcp, poe) -> {
                    // Whoever puts has been told.
                })
                .started((tcp, poe) -> tcp.state().started(tcp))
                .connected((tcp, poe) -> tcp.state().connected(poe))
                .connectError((tcp, poe, error) -> tcp.state().refused(poe, error))
                .serverInput((tcp, poe, part) -> tcp.state().part(poe, part))
                .serverError((tcp, poe, error) -> tcp.state().failed(poe, error))
                .disconnected((tcp, poe) -> tcp.state().disconnected(poe))
                .on(PoolConnection.BEGIN, (tcp, poe, transaction) -> tcp.state().begin(poe, transaction))
                .on(PoolConnection.ASKED, (tcp, poe, asked) -> asked.asked())
                .on(PoolConnection.SENT, (tcp, poe) -> tcp.state().awaitHead(poe))
                .on(PoolConnection.RESUME, (tcp, poe) -> tcp.state().resumed(poe))
                .on(PoolConnection.SETTLE, (tcp, poe) -> tcp.state().settled(poe))
                .on(PoolConnection.ABANDON, (tcp, poe, failure) -> tcp.state().fail(poe, failure))
                .on(Deadline.PASSED, (tcp, poe) -> tcp.state().late(poe))
                .define();
    }
}
