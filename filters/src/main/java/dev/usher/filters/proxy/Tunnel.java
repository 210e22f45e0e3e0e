package dev.usher.filters.proxy;

import dev.usher.filter.Input;
import dev.usher.filter.Output;
import dev.usher.filter.ProtocolException;

/**
 * Asks a proxy for the way to a host behind it. Belongs to one connection and its thread.
 *
 * <p>The host's first byte may follow the proxy's last. Who reads not more than {@link #wanted} bytes at a time never
 * takes it.
 */
public sealed interface Tunnel permits HttpTunnel, Socks5Tunnel {

    /**
     * Goes on as far as it goes now.
     *
     * @param answers what has come from the proxy; what is used is taken
     * @param questions where to append what the proxy is to be told
     * @return whether the way is open
     * @throws ProtocolException if the proxy refuses, or answers something else: the connection cannot be used
     */
    boolean advance(Input answers, Output questions);

    /**
     * How many more bytes surely belong to the proxy's answer: at least 1 while the way is not open.
     *
     * @param answers what of the answer has come, and {@link #advance} found too little
     * @return how many bytes may be read now
     */
    int wanted(Input answers);
}
