/**
 * HTTP/1.1 without I/O (RFC 9110, RFC 9112): bytes in a window become parts of messages, parts become bytes.
 *
 * <p>Reading order: {@link dev.usher.filters.http.HttpPart} and its kinds, {@link dev.usher.filters.http.RequestHead},
 * {@link dev.usher.filters.http.ResponseHead}, {@link dev.usher.filters.http.Content} and
 * {@link dev.usher.filters.http.Trailers}; what stands in heads, {@link dev.usher.filters.http.Fields} and
 * {@link dev.usher.filters.http.FieldName}; then {@link dev.usher.filters.http.RequestParser} with RequestReader, and
 * what that is made of in the order of the wire: RequestLine, FieldLines, Length, Chunks; at last
 * {@link dev.usher.filters.http.ResponseEncoder} with ContentWriter. The client's side,
 * {@link dev.usher.filters.http.RequestEncoder} and {@link dev.usher.filters.http.ResponseParser}, is made of the same.
 * This package knows the contract in {@link dev.usher.filter} and nothing else: no kernel, no socket, no clock.
 */
package dev.usher.filters.http;
