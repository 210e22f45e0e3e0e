package dev.usher.component.http.client;

import dev.usher.component.http.client.ClientFailure.Cause;
import dev.usher.filters.http.Content;
import dev.usher.kernel.Kernel;
import java.io.IOException;
import java.io.InputStream;

/** The content of a request on its way out, as fast as the server takes it. Belongs to the connection. */
final class Outgoing {
    private static final int BLOCK = 16_384;

    private final PoolConnection connection;
    private final Transaction transaction;
    private final RequestBody body;
    private final Upload upload = new Upload(this);
    private InputStream in; // while it is read, or null
    private boolean begun;
    private boolean full; // enough waits to be written
    private boolean asking; // for more; whoever makes it has not been asked yet
    private boolean putSince;
    private boolean over;

    Outgoing(PoolConnection connection, Transaction transaction) {
        this.connection = connection;
        this.transaction = transaction;
        body = transaction.hop.body();
    }

    ClientRequest request() {
        return transaction.request;
    }

    boolean isOver() {
        return over;
    }

    boolean hasBegun() {
        return begun;
    }

    void begin() {
        begun = true;
        if (body instanceof RequestBody.Whole whole) {
            put(Content.last(whole.bytes()));
        } else if (body instanceof RequestBody.Read read) {
            try {
                in = read.opener().call();
                pump();
            } catch (Exception e) {
                broken(e);
            }
        } else {
            ask();
        }
    }

    /** Little waits, where there was enough. */
    void low() {
        full = false;
        if (over || !begun) {
            return;
        }
        if (in != null) {
            try {
                pump();
            } catch (IOException e) {
                broken(e);
            }
        } else if (body instanceof RequestBody.Made) {
            ask();
        }
    }

    private void pump() throws IOException {
        while (!full && !over) {
            byte[] block = in.readNBytes(BLOCK);
            put(block.length < BLOCK ? Content.last(block) : Content.of(block));
        }
    }

    private void broken(Exception e) {
        if (!over) {
            connection.abandon(new ClientFailure(Cause.REQUEST, "the content cannot be read: " + e));
        }
    }

    private void ask() {
        if (asking || over || full) {
            return;
        }
        asking = true;
        putSince = false;
        Kernel kernel = connection.session().kernel();
        kernel.post(transaction.asker, ((RequestBody.Made) body).event(), upload);
        kernel.post(connection.session(), PoolConnection.ASKED, this);
    }

    /** The handler of the event has returned. */
    void asked() {
        asking = false;
        if (putSince) {
            ask();
        } // else it has nothing at the moment, and says so by putting something later
    }

    /** True if enough waits. */
    boolean put(Content piece) {
        if (over) {
            return true;
        }
        putSince = true;
        try {
            full = connection.put(piece);
        } catch (IllegalArgumentException e) {
            connection.abandon(new ClientFailure(Cause.REQUEST, e.getMessage()));
            throw e;
        }
        if (piece.isLast()) {
            end();
            connection.sent();
        } else if (body instanceof RequestBody.Made) {
            ask();
        }
        return full;
    }

    /** Nothing more is sent. */
    void end() {
        over = true;
        if (in != null) {
            try {
                in.close();
            } catch (IOException e) {
                // It was read.
            }
            in = null;
        }
    }
}
