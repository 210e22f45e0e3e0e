package dev.usher.examples.webchat;

/**
 * A page's wish to be in a room. Immutable.
 *
 * @param room its name
 * @param epoch of the room that the page knows; null for none
 * @param after the number of the last saying that it knows; null for none
 */
record Join(String room, Long epoch, Long after) {

    /** What the page knows of a room's sayings: the number of the last, 0 for none. */
    long known(long current) {
        return epoch != null && epoch == current && after != null ? after : 0;
    }
}
