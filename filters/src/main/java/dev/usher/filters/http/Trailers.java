package dev.usher.filters.http;

/**
 * The fields behind content in chunks (RFC 9110 §6.5), often none; always a message's last part. They are no part of
 * the head's fields and change nothing about the message, whatever their names are. Not thread-safe.
 *
 * <p>Those that a parser gave are valid as long as the message's head.
 *
 * @param fields the fields
 */
public record Trailers(Fields fields) implements HttpPart {

    @Override
    public boolean isLast() {
        return true;
    }

    @Override
    public String toString() {
        return fields.toString();
    }
}
