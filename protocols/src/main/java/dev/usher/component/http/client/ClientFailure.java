package dev.usher.component.http.client;

/**
 * Why a request has no answer, or no whole one.
 *
 * @param cause of what kind
 * @param text what has happened, in words
 */
public record ClientFailure(Cause cause, String text) {
    /** The kinds. */
    public enum Cause {
        /** The request cannot be sent as it is, or its content was not what had been announced. */
        REQUEST,
        /** The server's or the proxy's name was not found. */
        RESOLVE,
        /** Nobody takes the connection. */
        CONNECT,
        /** TLS was not agreed upon, or the certificate is another's. */
        TLS,
        /** The proxy refused. */
        PROXY,
        /** The connection broke or ended too early. */
        NETWORK,
        /** What came is not HTTP. */
        PROTOCOL,
        /** The answer is larger than allowed; what came before that is there. */
        TOO_LARGE,
        /** It took too long. */
        TIMEOUT,
        /** The program said CANCEL. */
        CANCELLED,
        /** The client was shut down. */
        SHUTDOWN
    }

    @Override
    public String toString() {
        return cause + ": " + text;
    }
}
