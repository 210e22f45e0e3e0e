package dev.usher.wheel;

import dev.usher.kernel.IoError;
import java.net.SocketAddress;

/**
 * A connection that a listener has accepted and given up, because TLS could not be agreed on.
 *
 * @param remote the peer's address
 * @param error operation {@code tls}: EPROTO and what was wrong, ETIMEDOUT after too long, ECONNABORTED where the peer
 *     has gone or made room for later ones
 */
public record HandshakeFailure(SocketAddress remote, IoError error) {}
