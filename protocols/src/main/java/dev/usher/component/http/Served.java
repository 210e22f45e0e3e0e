package dev.usher.component.http;

import java.time.Duration;
import java.time.Instant;

/**
 * A request with what came of it.
 *
 * @param request what was asked; a stand-in with the method ERROR and the path / if what came could not be read
 * @param status of the answer, 0 if none was sent
 * @param bytes of content that were put into the answer
 * @param whole whether all of the answer was put, as far as the server knows
 * @param begun when the head of the request came
 * @param taken how long it took from then on
 */
public record Served(HttpRequest request, int status, long bytes, boolean whole, Instant begun, Duration taken) {}
