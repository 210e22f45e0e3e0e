package dev.usher.kernel;

import java.util.List;

/**
 * What a postback or callback sends: POE's ARG0 and ARG1.
 *
 * @param fixed what was given when it was made
 * @param given what was given when it was used
 */
public record PostbackArgs(List<Object> fixed, List<Object> given) {}
