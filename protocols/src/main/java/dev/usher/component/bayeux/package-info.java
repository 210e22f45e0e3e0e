/**
 * The Bayeux server: publish and subscribe over long-polling, callback-polling and WebSocket, and for sessions of the
 * same kernel (POE::Component::Server::Bayeux; Bayeux 1.0), and the Bayeux client (POE::Component::Client::Bayeux).
 *
 * <p>Reading order: {@link dev.usher.component.bayeux.BayeuxServer} and
 * {@link dev.usher.component.bayeux.BayeuxServerBuilder}, which says how it shall be;
 * {@link dev.usher.component.bayeux.Subscribe} and {@link dev.usher.component.bayeux.Publish}, by which sessions take
 * part; {@link dev.usher.component.bayeux.BayeuxClient}, its builder and
 * {@link dev.usher.component.bayeux.BayeuxConnection}.
 */
package dev.usher.component.bayeux;
