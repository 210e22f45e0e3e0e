package dev.usher.component.http;

import dev.usher.filters.http.Content;

/**
 * What an event gets that takes the content of a request.
 *
 * @param request valid until the response is done
 * @param response the answer to be
 * @param content valid until the event's handler returns; the last piece says so, and may be empty
 */
public record HttpPiece(HttpRequest request, HttpResponse response, Content content) {}
