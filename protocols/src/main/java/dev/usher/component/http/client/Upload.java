package dev.usher.component.http.client;

import dev.usher.filters.http.Content;

/**
 * Where the asking session puts the content of a request. May be used later than in the event that brought it, in the
 * kernel's thread, by any session.
 */
public final class Upload {
    private final Outgoing outgoing;

    Upload(Outgoing outgoing) {
        this.outgoing = outgoing;
    }

    /**
     * Sends a piece.
     *
     * @param bytes not copied
     * @return true if enough waits: the event comes again when there is room
     * @throws IllegalArgumentException if it is more than was announced; the request has failed then
     */
    public boolean put(byte[] bytes) {
        return outgoing.put(Content.of(bytes));
    }

    /**
     * Ends the content.
     *
     * @throws IllegalArgumentException if it is less than was announced; the request has failed then
     */
    public void end() {
        outgoing.put(Content.last(new byte[0]));
    }

    /** @return the request whose content it is */
    public ClientRequest request() {
        return outgoing.request();
    }

    /** @return whether nothing more is wanted: it has ended, or the server has answered, or the connection is gone */
    public boolean isOver() {
        return outgoing.isOver();
    }
}
