package dev.usher.examples.webchat;

/**
 * A page's wish to say something. Immutable.
 *
 * @param room where
 * @param n greater for each one; what is not was sent twice
 * @param text what
 */
record Say(String room, long n, String text) {}
