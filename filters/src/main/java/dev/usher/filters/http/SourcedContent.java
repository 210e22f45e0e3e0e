package dev.usher.filters.http;

import dev.usher.filter.Source;

/**
 * Content that stays where it is until it is sent: a file's. For responses whose length the head has told; whoever puts
 * it into an encoder gives the source away.
 *
 * @param source what is sent
 * @param isLast whether the message ends with it
 */
public record SourcedContent(Source source, boolean isLast) implements HttpPart {}
