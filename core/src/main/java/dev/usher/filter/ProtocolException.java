package dev.usher.filter;

/**
 * The peer sent what its protocol forbids or what a limit does not allow. The message names the rule or the limit, the
 * value that broke it and, for a limit, the option that raises it.
 */
public class ProtocolException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param message what was wrong and what to do */
    public ProtocolException(String message) {
        super(message);
    }
}
