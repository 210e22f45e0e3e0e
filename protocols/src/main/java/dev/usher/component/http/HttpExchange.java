package dev.usher.component.http;

import java.util.Map;

/**
 * What a handler gets that is an event: also those of {@code pre_request}, {@code post_request} and
 * {@code stream_request}.
 *
 * @param request valid until the response is done
 * @param response the answer to be
 * @param arguments what the handler's URI said behind its question mark
 */
public record HttpExchange(HttpRequest request, HttpResponse response, Map<String, String> arguments) {}
