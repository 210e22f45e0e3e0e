package dev.usher.component.http;

/**
 * Where a request comes from.
 *
 * @param clientIp the client's numeric address, or what a proxy says instead
 * @param scheme http or https
 * @param host that the client has asked for, as a proxy says; empty if none does
 */
record Origin(String clientIp, String scheme, String host) {}
