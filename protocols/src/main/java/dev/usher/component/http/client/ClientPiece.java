package dev.usher.component.http.client;

import java.util.Arrays;

/**
 * A piece of an answer's content. Its bytes are valid until its handler returns; what it says about the transfer may be
 * used as long as that goes on, in the kernel's thread.
 */
public final class ClientPiece {
    private final ClientResponse head;
    private final Reply reply;
    private final byte[] array;
    private final int offset;
    private final int length;

    ClientPiece(ClientResponse head, Reply reply, byte[] array, int offset, int length) {
        this.head = head;
        this.reply = reply;
        this.array = array;
        this.offset = offset;
        this.length = length;
    }

    /** @return what was asked */
    public ClientRequest request() {
        return head.request();
    }

    /** @return the answer without its content */
    public ClientResponse response() {
        return head;
    }

    /** @return the array under the piece */
    public byte[] array() {
        return array;
    }

    /** @return index in {@link #array} of the first byte */
    public int offset() {
        return offset;
    }

    /** @return number of bytes */
    public int length() {
        return length;
    }

    /** @return a copy of the bytes */
    public byte[] toByteArray() {
        return Arrays.copyOfRange(array, offset, offset + length);
    }

    /** Takes no more for a while, from the next piece on: the server's output backs up. */
    public void pause() {
        reply.pause();
    }

    /** Takes more again. */
    public void resume() {
        reply.resume();
    }

    /** Gives the rest up: the answer comes as a failure. */
    public void cancel() {
        reply.cancel();
    }

    @Override
    public String toString() {
        return length + " bytes of " + request();
    }
}
