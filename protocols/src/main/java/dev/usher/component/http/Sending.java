package dev.usher.component.http;

import dev.usher.filters.http.Content;
import dev.usher.filters.http.HttpPart;
import dev.usher.filters.http.ResponseHead;
import dev.usher.filters.http.SourcedContent;
import dev.usher.kernel.Kernel;
import java.io.IOException;
import java.net.StandardSocketOptions;

/** The parts of responses on their way into the wheel. Belongs to the connection's session; any other may put. */
final class Sending {
    private final Conversation conversation;
    private final HttpConnection connection;
    private final HttpServer server;
    private final Stock stock;
    private int unflushed; // responses
    private boolean answered; // the present response's head was put

    Sending(Conversation conversation, HttpConnection connection, HttpServer server, Stock stock) {
        this.conversation = conversation;
        this.connection = connection;
        this.server = server;
        this.stock = stock;
    }

    /** Another request is to be answered. */
    void begin() {
        answered = false;
    }

    boolean hasAnswered() {
        return answered;
    }

    void flushed() {
        unflushed = 0;
    }

    /** Whether so much waits, with these bytes, that further requests shall wait too. */
    boolean isChoked(int waiting) {
        return unflushed >= server.pipeline || waiting >= server.highMark;
    }

    boolean put(HttpResponse sent, HttpPart part) {
        if (part instanceof ResponseHead head && head.status() >= 200) {
            if (unflushed++ == 0) {
                stock.readClock();
            }
            answered = true;
            if (conversation.mustClose() || sent.streaming()) {
                head.keepAlive(false);
            }
            if (sent.streaming() && server.streamBuffer > 0) {
                shrinkBuffer();
            }
        }
        if (part instanceof SourcedContent sourced && !conversation.wheel.isWritable()) {
            sourced.source().close(); // the wheel would drop it
        }
        connection.observation().put(part, sent.request());
        boolean full;
        try {
            full = conversation.wheel.put(part);
        } catch (RuntimeException e) {
            if (!(part instanceof ResponseHead)) {
                conversation.abort(); // not what its head has announced: the client must not wait for the rest
            }
            throw e;
        }
        if (streamIsSilent(sent, part)) {
            kernel().post(connection.session(), HttpConnection.FLUSHED);
        }
        if (!conversation.calls().isRunning() && !conversation.deadline.awaitsOutput()) {
            kernel().call(connection.session(), HttpConnection.SENT);
        }
        return full;
    }

    private Kernel kernel() {
        return connection.session().kernel();
    }

    private void shrinkBuffer() {
        try {
            conversation.wheel.link().option(StandardSocketOptions.SO_SNDBUF, server.streamBuffer);
        } catch (IOException e) {
            // The connection is broken, and writing will tell.
        }
    }

    /** Content that answers HEAD is never written, so it is never flushed either; whoever streams it is to go on. */
    private boolean streamIsSilent(HttpResponse sent, HttpPart part) {
        return sent.streaming() && part instanceof Content && !part.isLast() && conversation.wheel.octets() == 0;
    }
}
