/** The HTTP/1.1 client: requests from any session, answers as events (POE::Component::Client::HTTP). */
package dev.usher.component.http.client;
