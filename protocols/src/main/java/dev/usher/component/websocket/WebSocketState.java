package dev.usher.component.websocket;

import java.time.Duration;
import java.util.Optional;

/**
 * How a connection stands, for people who look for what is wrong. Immutable.
 *
 * @param peer address and port of the client
 * @param phase connected, deciding, open, closing or over
 * @param subprotocol that is spoken; empty for none
 * @param extensions that were agreed on; empty for none
 * @param buffered bytes that wait to be sent
 * @param held messages that wait behind them, by the policy for slow consumers
 * @param slow whether the high mark was reached, and the low mark not since
 * @param paused whether the program has said to read no more
 * @param silence since anything last came; zero before the handshake is done
 * @param pong since a ping of the server's own last came back
 * @param rtt how long that took
 */
public record WebSocketState(
        String peer,
        String phase,
        String subprotocol,
        String extensions,
        long buffered,
        int held,
        boolean slow,
        boolean paused,
        Duration silence,
        Optional<Duration> pong,
        Optional<Duration> rtt) {}
