/**
 * The WebSocket server, by itself or on a path of an HTTP server (Net::WebSocket::Server), and the WebSocket client
 * (RFC 6455, RFC 7692).
 *
 * <p>Reading order: {@link dev.usher.component.websocket.WebSocketServer} and
 * {@link dev.usher.component.websocket.WebSocketServerBuilder}, which says how it shall be;
 * {@link dev.usher.component.websocket.WebSocketConnection}, which callbacks see;
 * {@link dev.usher.component.websocket.WebSocketClient}, its builder and
 * {@link dev.usher.component.websocket.WebSocketClientConnection}.
 */
package dev.usher.component.websocket;
