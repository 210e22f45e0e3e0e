/**
 * The HTTP/1.1 server: handlers by pattern, as events of any session or as code (POEx::HTTP::Server).
 *
 * <p>Reading order: {@link dev.usher.component.http.HttpServer} and {@link dev.usher.component.http.HttpServerBuilder},
 * which says how it shall be; {@link dev.usher.component.http.HttpHandler} with what it is given,
 * {@link dev.usher.component.http.HttpRequest} and {@link dev.usher.component.http.HttpResponse};
 * {@link dev.usher.component.http.StaticFiles} for files. The client is in {@code dev.usher.component.http.client}.
 */
package dev.usher.component.http;
