package dev.usher.filter;

import java.nio.ByteBuffer;

/**
 * Bytes that wait where they are until a link takes them: what is much need not be in memory, or not twice. One thread.
 * Has a place of its own, which only {@link #skip} moves.
 */
public interface Source extends AutoCloseable {

    /** @return number of bytes that are still to be taken */
    long remaining();

    /**
     * Copies the next bytes. The place stays where it is.
     *
     * @param into gets as many as it has room for, or fewer, but at least one while any remain
     * @throws SourceException if they cannot be read: there are fewer than were promised, say
     */
    void copyTo(ByteBuffer into) throws SourceException;

    /**
     * Goes on behind bytes that were taken.
     *
     * @param count how many, 0 to remaining
     */
    void skip(long count);

    /** Lets go of what is under it: called once, when all was taken or no more is wanted. */
    @Override
    void close();
}
