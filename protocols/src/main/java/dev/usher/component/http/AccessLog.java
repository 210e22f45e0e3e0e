package dev.usher.component.http;

import dev.usher.filters.http.FieldName;
import dev.usher.filters.http.Fields;
import dev.usher.kernel.Event;
import dev.usher.kernel.Kernel;
import java.io.Flushable;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells of each request in one line, in the combined format that web servers share or as JSON. Formats in the kernel's
 * thread; what takes lines never makes it wait.
 *
 * <pre>{@code
 * AccessLog log = AccessLog.combined(Files.newBufferedWriter(file, CREATE, APPEND));
 * HttpServer.at(8080).observe(log)...
 * }</pre>
 */
public final class AccessLog implements HttpObserver, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AccessLog.class);
    private static final int WAITING = 8_192; // lines, for one who writes them
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final String END = new String("end"); // no other string is the same object

    /** Takes a line. */
    @FunctionalInterface
    private interface Sink {
        void take(Kernel kernel, String line);
    }

    private final boolean json;
    private final Sink sink;
    private final Writer writer; // or null

    private AccessLog(boolean json, Sink sink, Writer writer) {
        this.json = json;
        this.sink = sink;
        this.writer = writer;
    }

    /**
     * Lines in the combined format, written by a thread of their own.
     *
     * @param out gets each line with a newline, flushed when no more wait; closed by nobody
     * @return an observer; close it to have everything written
     */
    public static AccessLog combined(Appendable out) {
        return to(false, out);
    }

    /**
     * An object of JSON in each line, written by a thread of their own.
     *
     * @param out gets each line with a newline, flushed when no more wait; closed by nobody
     * @return an observer; close it to have everything written
     */
    public static AccessLog json(Appendable out) {
        return to(true, out);
    }

    private static AccessLog to(boolean json, Appendable out) {
        Writer writer = new Writer(out);
        return new AccessLog(json, (kernel, line) -> writer.take(line), writer);
    }

    /**
     * Lines in the combined format, as events.
     *
     * @param session the alias of whoever gets them
     * @param event brings a line, without a newline
     * @return an observer
     */
    public static AccessLog combined(String session, Event<String> event) {
        return new AccessLog(false, (kernel, line) -> kernel.post(session, event, line), null);
    }

    /**
     * Objects of JSON, as events.
     *
     * @param session the alias of whoever gets them
     * @param event brings a line, without a newline
     * @return an observer
     */
    public static AccessLog json(String session, Event<String> event) {
        return new AccessLog(true, (kernel, line) -> kernel.post(session, event, line), null);
    }

    /** @return how many lines were lost since whoever writes them was too slow */
    public long dropped() {
        return writer == null ? 0 : writer.dropped.get();
    }

    @Override
    public void served(Served served) {
        Kernel kernel = served.request().connection().session().kernel();
        sink.take(kernel, json ? asJson(served) : asCombined(served));
    }

    /** Writes what waits, and no more after that. */
    @Override
    public void close() {
        if (writer != null) {
            writer.close();
        }
    }

    // ---- lines

    private static String asCombined(Served served) {
        HttpRequest request = served.request();
        String user = request.connection().user();
        StringBuilder line = new StringBuilder(200).append(request.clientIp()).append(" - ");
        escape(line, user.isEmpty() ? "-" : user.replace(' ', '_'));
        line.append(" [").append(TIME.format(served.begun())).append("] \"");
        escape(line, request.method() + " " + request.target() + " " + request.protocol());
        line.append("\" ").append(served.status() == 0 ? "-" : Integer.toString(served.status()));
        line.append(' ')
                .append(served.bytes() == 0 ? "-" : Long.toString(served.bytes()))
                .append(" \"");
        escape(line, field(request, FieldName.REFERER, "-"));
        line.append("\" \"");
        escape(line, field(request, FieldName.USER_AGENT, "-"));
        return line.append('"').toString();
    }

    private static String field(HttpRequest request, FieldName name, String otherwise) {
        Fields fields = request.headers();
        return fields.first(name).orElse(otherwise);
    }

    /** What could end a line, or a quotation, or play tricks on a terminal. */
    private static void escape(StringBuilder line, String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                line.append('\\').append(c);
            } else if (c < ' ' || c >= 0x7F) {
                line.append(c < 0x100 ? String.format("\\x%02x", (int) c) : String.format("\\u%04x", (int) c));
            } else {
                line.append(c);
            }
        }
    }

    private static String asJson(Served served) {
        HttpRequest request = served.request();
        StringBuilder line = new StringBuilder(300).append('{');
        member(line, "time", Instant.ofEpochMilli(served.begun().toEpochMilli()).toString());
        member(line, "client", request.clientIp());
        member(line, "user", request.connection().user());
        member(line, "method", request.method());
        member(line, "target", request.target());
        member(line, "protocol", request.protocol());
        member(line, "host", request.host());
        line.append("\"status\":").append(served.status());
        line.append(",\"bytes\":").append(served.bytes());
        line.append(",\"micros\":").append(served.taken().toNanos() / 1_000);
        line.append(",\"whole\":").append(served.whole()).append(',');
        member(line, "referer", field(request, FieldName.REFERER, ""));
        member(line, "agent", field(request, FieldName.USER_AGENT, ""));
        line.setCharAt(line.length() - 1, '}');
        return line.toString();
    }

    private static void member(StringBuilder line, String name, String value) {
        line.append('"').append(name).append("\":\"");
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                line.append('\\').append(c);
            } else if (c < ' ' || c >= 0x7F) {
                line.append(String.format("\\u%04x", (int) c));
            } else {
                line.append(c);
            }
        }
        line.append("\",");
    }

    /** Writes lines in a thread of its own; takes them from any. */
    private static final class Writer {
        private final BlockingQueue<String> waiting = new ArrayBlockingQueue<>(WAITING);
        private final AtomicLong dropped = new AtomicLong();
        private final Appendable out;
        private final Thread thread;
        private volatile boolean closed;

        Writer(Appendable out) {
            this.out = out;
            thread = new Thread(this::run, "usher-access-log");
            thread.setDaemon(true);
            thread.start();
        }

        void take(String line) {
            if (closed || !waiting.offer(line)) {
                dropped.incrementAndGet();
            }
        }

        private void run() {
            try {
                for (String line = waiting.take(); line != END; line = waiting.take()) {
                    write(line);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        private void write(String line) {
            try {
                out.append(line).append('\n');
                if (waiting.isEmpty() && out instanceof Flushable flushable) {
                    flushable.flush();
                }
            } catch (IOException e) {
                if (dropped.getAndIncrement() == 0) {
                    LOG.error("the access log cannot be written", e);
                }
            }
        }

        void close() {
            if (closed) {
                return;
            }
            closed = true;
            try {
                waiting.put(END);
                thread.join();
                if (out instanceof Flushable flushable) {
                    flushable.flush();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (IOException e) {
                LOG.error("the access log cannot be written", e);
            }
        }
    }
}
