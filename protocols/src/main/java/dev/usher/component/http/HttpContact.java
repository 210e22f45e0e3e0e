package dev.usher.component.http;

import java.util.Map;

/**
 * What the events {@code on_connect} and {@code on_disconnect} carry.
 *
 * @param connection the same object in both, and in all its requests
 * @param arguments what the handler's URI said behind its question mark
 */
public record HttpContact(HttpConnection connection, Map<String, String> arguments) {}
