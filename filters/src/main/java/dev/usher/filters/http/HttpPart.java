package dev.usher.filters.http;

/**
 * A part of a message, in the order of the wire (RFC 9110 §6): its head, pieces of its content, its trailers. Parsers
 * give parts and encoders take them, so content of any size passes through without being kept.
 *
 * <p>The parts that a parser gives are used again for the next message; each says how long it may be kept.
 */
public sealed interface HttpPart permits RequestHead, ResponseHead, Content, SourcedContent, Trailers {

    /** @return whether the message ends with this part; what follows is the head of the next one */
    boolean isLast();
}
