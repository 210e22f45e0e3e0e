/** The WebSocket server, by itself or on a path of an HTTP server (Net::WebSocket::Server; RFC 6455, RFC 7692). */
package dev.usher.component.websocket;
