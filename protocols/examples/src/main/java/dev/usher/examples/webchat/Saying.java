package dev.usher.examples.webchat;

/**
 * What somebody has said in a room, as everybody gets it. Immutable.
 *
 * @param number of the room, without gaps
 * @param by the visitor's public id
 * @param nick the visitor's name at that time
 * @param n the number that the visitor's page gave it
 * @param time milliseconds since 1970
 * @param text as it was said
 */
record Saying(long number, String by, String nick, long n, long time, String text) {}
