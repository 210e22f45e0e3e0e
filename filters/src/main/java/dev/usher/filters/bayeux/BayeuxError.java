package dev.usher.filters.bayeux;

/**
 * Why a message was not successful (Bayeux 1.0 §3.6.4).
 *
 * @param code three digits, as HTTP has them
 * @param arguments separated by commas; empty for none
 * @param text for people
 */
public record BayeuxError(int code, String arguments, String text) {

    /**
     * An error without arguments.
     *
     * @param code three digits
     * @param text for people
     */
    public BayeuxError(int code, String text) {
        this(code, "", text);
    }

    /** @return {@code code:arguments:text} */
    @Override
    public String toString() {
        return code + ":" + arguments + ":" + text;
    }
}
