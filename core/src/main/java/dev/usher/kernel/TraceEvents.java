package dev.usher.kernel;

import java.io.IOException;
import java.io.Writer;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * One file in the Trace Event Format: JSON with times in microseconds. A session is a thread there, an event a complete
 * slice (X) of its thread, and a flow (s to f) leads to it from within the slice of the event that sent it.
 */
final class TraceEvents {
    private static final Comparator<Cause> BEGINNING = Comparator.comparingLong(Cause::place);

    private final Writer out;
    private boolean first = true;

    TraceEvents(Writer out) {
        this.out = out;
    }

    void write(List<Cause> causes) throws IOException {
        out.write("{\"displayTimeUnit\":\"ns\",\"traceEvents\":[");
        Map<Long, String> tracks = new TreeMap<>();
        causes.forEach(cause -> tracks.put(cause.destination(), cause.track()));
        next("\"ph\":\"M\",\"name\":\"process_name\",\"pid\":1,\"tid\":0,\"args\":{\"name\":\"Usher\"}");
        for (Map.Entry<Long, String> track : tracks.entrySet()) {
            String thread = "\"pid\":1,\"tid\":" + track.getKey() + ",\"args\":";
            next("\"ph\":\"M\",\"name\":\"thread_name\"," + thread + "{\"name\":" + quoted(track.getValue()) + "}");
            next("\"ph\":\"M\",\"name\":\"thread_sort_index\"," + thread + "{\"sort_index\":" + track.getKey() + "}");
        }
        // Viewers put slices that begin at one moment into each other in the order of the file.
        List<Cause> ordered = causes.stream().sorted(BEGINNING).toList();
        Set<Cause> slices = Collections.newSetFromMap(new IdentityHashMap<>());
        slices.addAll(ordered);
        for (Cause cause : ordered) {
            slice(cause);
            Cause parent = cause.parent().filter(slices::contains).orElse(null);
            if (parent != null) { // else the flow would begin nowhere
                flow(parent, cause);
            }
        }
        out.write("\n]}\n");
    }

    private void slice(Cause cause) throws IOException {
        next("\"ph\":\"X\",\"cat\":\"event\",\"name\":" + quoted(cause.event())
                + at(cause.destination(), cause.begunNs())
                + ",\"dur\":" + micros(cause.ranNs()) + ",\"args\":{\"from\":" + cause.sender() + ",\"line\":"
                + quoted(cause.line().map(StackTraceElement::toString).orElse("")) + ",\"waited_us\":"
                + micros(cause.begunNs() - cause.queuedNs()) + "}");
    }

    private void flow(Cause parent, Cause cause) throws IOException {
        String flow = "\"cat\":\"post\",\"name\":" + quoted(cause.event()) + ",\"id\":" + cause.place();
        next("\"ph\":\"s\"," + flow + at(parent.destination(), cause.queuedNs()));
        next("\"ph\":\"f\",\"bp\":\"e\"," + flow + at(cause.destination(), cause.begunNs()));
    }

    private void next(String fields) throws IOException {
        out.write(first ? "\n{" : ",\n{");
        out.write(fields);
        out.write('}');
        first = false;
    }

    private static String at(long track, long ns) {
        return ",\"pid\":1,\"tid\":" + track + ",\"ts\":" + micros(ns);
    }

    private static String micros(long ns) {
        return ns / 1000 + "." + String.format(Locale.ROOT, "%03d", ns % 1000);
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else if (c < ' ' || Character.isSurrogate(c)) { // one half alone could not be written
                quoted.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }
}
