package dev.usher.component.bayeux;

import dev.usher.component.tcp.ClientConnection;
import dev.usher.component.tcp.TcpClient;
import dev.usher.component.tcp.TcpClientBuilder;
import dev.usher.filters.http.Content;
import dev.usher.filters.http.HttpClientFilter;
import dev.usher.filters.http.HttpException;
import dev.usher.filters.http.HttpLimits;
import dev.usher.filters.http.HttpPart;
import dev.usher.filters.http.RequestEncoder;
import dev.usher.filters.http.RequestHead;
import dev.usher.filters.http.ResponseHead;
import dev.usher.filters.http.ResponseParser;
import dev.usher.filters.http.Trailers;
import dev.usher.kernel.Context;
import java.io.ByteArrayOutputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * Requests to one server, one after another on one connection, which is opened when it is needed. Belongs to one
 * client.
 *
 * <pre>
 *   NONE ---> OPENING ---> IDLE ----- ASKED
 *    ^           |          |           |
 *    +-----------+----------+-----------+
 * </pre>
 */
final class HttpLine {

    /** A request, and who waits for its answer. */
    interface Asking {

        RequestHead head();

        byte[] content();

        /** Runs in the connection's session. */
        void answered(int status, ResponseHead head, byte[] content);

        /** Runs in the connection's session. */
        void failed(String why, boolean hopeless);
    }

    /** One connection: what comes from one that was given up is not heard. */
    private static final class Line {
        final HttpClientFilter filter;
        ClientConnection<Line, HttpPart, HttpPart> tcp;
        boolean open;
        Asking asking; // or null
        ResponseHead head; // of the answer that comes
        final ByteArrayOutputStream content = new ByteArrayOutputStream();

        Line(HttpClientFilter filter) {
            this.filter = filter;
        }
    }

    private final BayeuxClient definition;
    private final HttpLimits limits;
    private final ArrayDeque<Asking> waiting = new ArrayDeque<>(2);
    private Line line; // or null

    HttpLine(BayeuxClient definition) {
        this.definition = definition;
        limits = HttpLimits.DEFAULT.withContent(definition.maxAnswer);
    }

    void ask(Context poe, Asking asking) {
        waiting.add(asking);
        if (line == null) {
            open(poe);
        } else {
            next(line);
        }
    }

    /** Goes on with what waits, on another connection if there is none. In the client's session. */
    void proceed(Context poe) {
        if (line == null && !waiting.isEmpty()) {
            open(poe);
        }
    }

    /** Gives up what is under way and what waits. */
    void reset() {
        waiting.clear();
        Line old = line;
        line = null;
        if (old != null) {
            old.asking = null;
            if (old.open) {
                old.tcp.drop();
            } else {
                old.tcp.shutdown();
            }
        }
    }

    private void open(Context poe) {
        HttpClientFilter filter = new HttpClientFilter(new ResponseParser(limits), new RequestEncoder());
        Line fresh = new Line(filter);
        line = fresh;
        TcpClientBuilder<Line, HttpPart, HttpPart> wanted =
                TcpClient.to(definition.host, definition.port, () -> filter).state(() -> fresh);
        if (definition.secure) {
            wanted.tls(definition.tls);
        }
        if (definition.proxy != null) {
            wanted.proxy(definition.proxy);
        }
        wanted.shutdownOnError(true)
                .started((tcp, context) -> tcp.state().tcp = tcp)
                .connected((tcp, context) -> opened(tcp.state()))
                .connectError((tcp, context, error) -> lost(tcp.state(), error.operation() + ": " + error.text(), true))
                .serverInput((tcp, context, part) -> part(tcp.state(), part))
                .serverError((tcp, context, error) -> {
                    // What follows is the end of the connection.
                })
                .disconnected((tcp, context) -> ended(tcp.state()))
                .start(poe);
    }

    private void opened(Line opened) {
        opened.open = true;
        if (line == opened) {
            next(opened);
        } else {
            opened.tcp.drop();
        }
    }

    private void next(Line on) {
        if (!on.open || on.asking != null || waiting.isEmpty()) {
            return;
        }
        Asking asking = waiting.poll();
        on.asking = asking;
        on.head = null;
        on.content.reset();
        on.tcp.put(asking.head());
        byte[] content = asking.content();
        if (content.length > 0) {
            on.tcp.put(Content.last(content));
        }
    }

    private void part(Line on, HttpPart part) {
        if (on != line || on.asking == null) {
            return;
        }
        if (part instanceof ResponseHead head) {
            if (!head.isInformational()) {
                on.head = head;
                if (head.isLast()) {
                    answered(on);
                }
            }
        } else if (part instanceof Content content) {
            on.content.write(content.array(), content.offset(), content.length());
            if (content.isLast()) {
                answered(on);
            }
        } else if (part instanceof Trailers) {
            answered(on);
        }
    }

    private void answered(Line on) {
        Asking asking = on.asking;
        on.asking = null;
        if (on == line && !on.head.keepAlive()) {
            line = null; // what waits is for the next one
            on.tcp.shutdown();
        }
        asking.answered(on.head.status(), on.head, on.content.toByteArray());
        if (on == line) {
            next(on);
        }
    }

    private void ended(Line on) {
        if (on != line) {
            return;
        }
        if (on.asking != null && on.head != null && isWhole(on)) {
            line = null;
            answered(on);
        } else {
            lost(on, "the connection was lost", false);
        }
    }

    /** Whether only the end of the connection ends the content (RFC 9112 §6.3, step 8). */
    private static boolean isWhole(Line on) {
        try {
            return on.filter.parser().endOfInput().isPresent();
        } catch (HttpException e) {
            return false;
        }
    }

    private void lost(Line on, String why, boolean hopeless) {
        if (on != line) {
            return;
        }
        line = null;
        List<Asking> all = new ArrayList<>(waiting.size() + 1);
        if (on.asking != null) {
            all.add(on.asking);
        }
        if (on.asking != null || !on.open) {
            all.addAll(waiting);
            waiting.clear();
        }
        on.asking = null;
        all.forEach(asking -> asking.failed(why, hopeless));
    }
}
