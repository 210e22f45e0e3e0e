package dev.usher.component.http;

import java.util.Map;

/**
 * What the event {@code on_error} carries.
 *
 * @param error of the network, or one that a response tells of
 * @param arguments what the handler's URI said behind its question mark
 */
public record HttpFailure(HttpError error, Map<String, String> arguments) {}
