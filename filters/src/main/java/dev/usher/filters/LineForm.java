package dev.usher.filters;

import java.nio.charset.Charset;

/**
 * What all line filters of one configuration have in common, so that an idle connection does not pay for it. Immutable,
 * but for the encoder of an unusual charset, of which each filter makes one of its own.
 */
record LineForm(String outputLiteral, Charset charset, int maxLength, TextEncoder encoder, byte[] ending) {

    LineForm(String outputLiteral, Charset charset, int maxLength) {
        this(
                outputLiteral,
                charset,
                maxLength,
                TextEncoder.of(charset),
                TextEncoder.of(charset).bytes(outputLiteral));
    }
}
