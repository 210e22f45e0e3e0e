package dev.usher.component.http.client;

/**
 * What a client has done so far. Immutable.
 *
 * @param requests that it was sent
 * @param pending of them without an answer
 * @param connections that were made
 * @param reused how often a request went over a kept connection
 * @param open connections there are, those that are being made too
 * @param idle of them that wait for requests
 */
public record HttpClientCounts(long requests, int pending, long connections, long reused, int open, int idle) {}
