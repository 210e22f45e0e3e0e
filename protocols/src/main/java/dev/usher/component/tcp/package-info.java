/** TCP servers and clients as components (POE::Component::Server::TCP and its client). */
package dev.usher.component.tcp;
