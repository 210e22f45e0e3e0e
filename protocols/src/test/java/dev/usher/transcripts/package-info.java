/**
 * The proof that programs can be ported line by line: small Perl programs on POE, what they printed, and their ports.
 *
 * <p>{@code T01.txt} in the resources is what {@code perl/01.pl} printed, class {@code T01} its port; where Usher
 * differs on purpose, {@code T01.diff} shows both traces and {@link dev.usher.transcripts.Difference} says why. Those
 * whose names begin with {@code R} show what is known of POE beyond them.
 */
package dev.usher.transcripts;
