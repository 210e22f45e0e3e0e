package dev.usher.examples.webchat;

/**
 * A page's wish to be in a room. Immutable.
 *
 * @param room its name
 * @param epoch of the room that the page knows; 0 for none
 * @param after the number of the last saying that it knows
 */
record Join(String room, long epoch, long after) {}
