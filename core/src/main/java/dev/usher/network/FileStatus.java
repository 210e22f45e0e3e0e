package dev.usher.network;

/**
 * What is known of a file at one moment.
 *
 * @param kind what it is
 * @param identity equal for the same file under any name, until its place on the disk is used for another one
 * @param links how many names it has; 1 where nobody knows
 * @param size in bytes
 */
public record FileStatus(Kind kind, Object identity, long links, long size) {

    /** Kinds of files. */
    public enum Kind {
        /** Bytes that stay. */
        PLAIN,
        /** A folder. */
        DIRECTORY,
        /** A FIFO, a terminal or another device: bytes that come. */
        STREAM
    }
}
