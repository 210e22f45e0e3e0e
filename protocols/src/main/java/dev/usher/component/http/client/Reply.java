package dev.usher.component.http.client;

import dev.usher.component.http.client.ClientFailure.Cause;
import dev.usher.filters.http.Content;
import dev.usher.filters.http.FieldName;
import dev.usher.filters.http.Fields;
import dev.usher.filters.http.MutableFields;
import dev.usher.filters.http.ResponseHead;
import java.io.ByteArrayOutputStream;
import java.util.Locale;
import java.util.zip.DataFormatException;

/** The answer to one request as it comes: collected, or told in pieces. Belongs to the connection. */
final class Reply {
    private static final byte[] NOTHING = {};
    /** Of a redirect's content: a connection is worth so much reading and no more. */
    private static final int MOST_DROPPED = 65_536;

    private final PoolConnection connection;
    private final Transaction transaction;
    private final HttpClient client;
    private ClientResponse response; // once the head has come
    private ByteArrayOutputStream collected; // or null
    private Gunzip gunzip; // or null
    private long size; // of the content so far, as the program sees it
    private boolean dropped; // nobody wants the content
    private boolean paused;
    private boolean complete; // the last of it has come, and waits to be inflated

    Reply(PoolConnection connection, Transaction transaction, HttpClient client) {
        this.connection = connection;
        this.transaction = transaction;
        this.client = client;
    }

    boolean hasBegun() {
        return response != null;
    }

    boolean isPaused() {
        return paused;
    }

    // ---- its parts

    void head(ResponseHead head) {
        dropped = transaction.follows(head);
        MutableFields fields = new MutableFields().addAll(head.fields());
        if (!dropped && client.decompresses && !head.isLast() && isGzip(fields)) {
            gunzip = new Gunzip();
            fields.remove(FieldName.CONTENT_ENCODING);
            fields.remove(FieldName.CONTENT_LENGTH);
        }
        response = transaction.respond(head, fields);
        if (!dropped && transaction.request.pieces != null) {
            tell(NOTHING, 0, 0);
        }
    }

    private static boolean isGzip(Fields fields) {
        String coding = fields.joined(FieldName.CONTENT_ENCODING).orElse("").toLowerCase(Locale.ROOT);
        return coding.equals("gzip") || coding.equals("x-gzip"); // RFC 9110 §8.4.1.3
    }

    /** True when all of it has been told; a failure has ended the transaction by then. */
    boolean content(Content piece) {
        if (gunzip == null) {
            if (piece.length() > 0) {
                take(piece.array(), piece.offset(), piece.length());
            }
            return piece.isLast() && connection.isOn(transaction);
        }
        gunzip.input(piece.array(), piece.offset(), piece.length());
        complete = piece.isLast();
        return inflate();
    }

    /** All there is to inflate, unless told to pause. */
    private boolean inflate() {
        try {
            while (!paused && connection.isOn(transaction)) {
                int count = gunzip.inflate();
                if (count == 0) {
                    if (complete && gunzip.isInside()) {
                        throw new DataFormatException("gzip content ends too early");
                    }
                    return complete;
                }
                take(gunzip.block(), 0, count);
            }
        } catch (DataFormatException e) {
            connection.abandon(new ClientFailure(Cause.PROTOCOL, String.valueOf(e.getMessage())));
            return false;
        }
        if (gunzip != null) {
            gunzip.keepInput();
        }
        return false;
    }

    void trailers(Fields fields) {
        if (fields.size() > 0) {
            response.trailers(fields.copy());
        }
    }

    /** The last part has come, without content. */
    boolean last() {
        if (gunzip == null) {
            return true;
        }
        complete = true;
        return inflate();
    }

    private void take(byte[] array, int offset, int length) {
        size += length;
        if (dropped) {
            if (size > MOST_DROPPED) {
                connection.endEarly();
            }
            return;
        }
        boolean tooLarge = client.maxSize > 0 && size > client.maxSize;
        int taken = tooLarge ? length - (int) (size - client.maxSize) : length;
        if (transaction.request.pieces != null) {
            tell(array, offset, taken);
        } else {
            if (collected == null) {
                collected = new ByteArrayOutputStream(Math.max(length, 256));
            }
            collected.write(array, offset, taken);
        }
        if (tooLarge && connection.isOn(transaction)) {
            connection.abandon(new ClientFailure(
                    Cause.TOO_LARGE, "the answer is larger than maxSize, " + client.maxSize + " bytes"));
        }
    }

    private void tell(byte[] array, int offset, int length) {
        connection
                .session()
                .kernel()
                .call(
                        transaction.asker,
                        transaction.request.pieces,
                        new ClientPiece(response, this, array, offset, length));
    }

    // ---- what the program says

    void pause() {
        if (connection.isOn(transaction)) {
            paused = true;
            connection.pause();
        }
    }

    void resume() {
        if (paused && connection.isOn(transaction)) {
            paused = false;
            connection.resume();
        }
    }

    /** What was left when it was paused; true when all of it has been told. */
    boolean goOn() {
        return gunzip != null && inflate();
    }

    void cancel() {
        if (connection.isOn(transaction)) {
            connection.abandon(new ClientFailure(Cause.CANCELLED, "cancelled"));
        }
    }

    // ---- its end

    /** The answer, whole or, with a failure, as far as it came. */
    ClientResponse end(ClientFailure failure) {
        if (gunzip != null) {
            gunzip.close();
            gunzip = null;
        }
        if (failure != null && response == null) {
            return transaction.failed(failure);
        }
        if (collected != null) {
            response.content(collected.toByteArray());
            collected = null;
        }
        return failure == null ? response : response.failed(failure);
    }
}
