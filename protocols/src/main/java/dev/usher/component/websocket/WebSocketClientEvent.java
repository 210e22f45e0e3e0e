package dev.usher.component.websocket;

/**
 * What an event of any session gets that was given to a client instead of code.
 *
 * @param connection whose event it is
 * @param value what code would have got as its third parameter
 */
public record WebSocketClientEvent(WebSocketClientConnection connection, Object value) {}
