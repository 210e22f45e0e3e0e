package dev.usher.tls;

/** Certificates, keys or options that TLS cannot be done with: the message names the file and what is wrong with it. */
public final class TlsException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    TlsException(String message) {
        super(message);
    }

    TlsException(String message, Throwable cause) {
        super(message, cause);
    }
}
