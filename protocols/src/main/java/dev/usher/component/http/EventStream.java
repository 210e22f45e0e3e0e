package dev.usher.component.http;

import dev.usher.kernel.Context;
import dev.usher.kernel.Event;
import java.time.Duration;

/**
 * A response that tells a browser of events as they happen (server-sent events, HTML §9.2). Belongs to the kernel's
 * thread; any session may send.
 */
public final class EventStream {
    static final Event<EventStream> BEAT = Event.named("http_server_event_stream_beat", EventStream.class);

    private final HttpResponse response;
    private final long everyNs;

    private EventStream(HttpResponse response, Duration every) {
        this.response = response;
        everyNs = every.toNanos();
    }

    /**
     * Sends the head, and from now on a comment every now and then, by which both ends notice when the other has gone.
     *
     * @param response not sent yet
     * @param heartbeat how often; zero for never
     * @return the stream
     */
    public static EventStream over(HttpResponse response, Duration heartbeat) {
        EventStream stream = new EventStream(response, heartbeat);
        response.contentType("text/event-stream").header("Cache-Control", "no-store");
        response.send();
        HttpConnection connection = response.request().connection();
        if (stream.everyNs > 0) {
            connection.beats();
            connection.session().kernel().post(connection.session(), BEAT, stream);
        }
        return stream;
    }

    /**
     * The last event that a client has seen, if it has come back.
     *
     * @param request asks for the stream
     * @return the event's id, empty if it has seen none
     */
    public static String lastEventId(HttpRequest request) {
        return request.header("Last-Event-ID").orElse("");
    }

    /**
     * Tells of an event of the type {@code message}.
     *
     * @param data may have several lines
     * @return as {@link HttpResponse#send(byte[])}
     */
    public boolean send(String data) {
        return send("", "", data);
    }

    /**
     * Tells of an event.
     *
     * @param type in one line; empty for {@code message}
     * @param id in one line, which comes back as {@link #lastEventId}; empty for none
     * @param data may have several lines
     * @return as {@link HttpResponse#send(byte[])}
     */
    public boolean send(String type, String id, String data) {
        StringBuilder text = new StringBuilder();
        line(text, "event", type);
        line(text, "id", id);
        for (String part : data.split("\r\n|\r|\n", -1)) {
            text.append("data: ").append(part).append('\n');
        }
        return response.send(text.append('\n').toString());
    }

    private static void line(StringBuilder text, String name, String value) {
        if (value.indexOf('\n') >= 0 || value.indexOf('\r') >= 0 || value.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("an event's " + name + " is one line, not \"" + value + "\"");
        }
        if (!value.isEmpty()) {
            text.append(name).append(": ").append(value).append('\n');
        }
    }

    /**
     * Says how long the browser shall wait before it comes back.
     *
     * @param time in milliseconds at best
     */
    public void retry(Duration time) {
        response.send("retry: " + time.toMillis() + "\n\n");
    }

    /** @return whether nobody listens any more, or it was ended */
    public boolean isOver() {
        return response.finished();
    }

    /** Ends it. The browser comes back, unless it is answered by 204 then. */
    public void done() {
        response.done();
    }

    void beat(Context poe) {
        if (!isOver()) {
            response.send(":\n\n");
            poe.delaySetNs(BEAT, everyNs, this);
        }
    }
}
