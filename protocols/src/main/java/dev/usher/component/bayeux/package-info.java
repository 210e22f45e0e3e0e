/**
 * The Bayeux server: publish and subscribe over long-polling, callback-polling and WebSocket, and for sessions of the
 * same kernel (POE::Component::Server::Bayeux; Bayeux 1.0).
 */
package dev.usher.component.bayeux;
