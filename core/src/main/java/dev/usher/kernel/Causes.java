package dev.usher.kernel;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The events that ran last, each with its {@link Cause}, for a kernel that traces them. On the kernel's thread. */
public final class Causes {
    /** How many events are remembered. */
    public static final int MOST = 65_536;

    private final Clock clock;
    private final long originNs;
    private final Cause[] ring = new Cause[MOST];
    private long count;

    Causes(Clock clock) {
        this.clock = clock;
        originNs = clock.nanoTime();
    }

    long now() {
        return clock.nanoTime() - originNs;
    }

    void begun(Cause cause) {
        cause.begun(now());
    }

    void ended(Cause cause) {
        cause.ended(now());
        ring[(int) (count++ % MOST)] = cause;
    }

    /** @return the events whose handlers have returned, at most {@link #MOST}, in the order of their ends */
    public List<Cause> recent() {
        List<Cause> recent = new ArrayList<>();
        for (long i = Math.max(0, count - MOST); i < count; i++) {
            recent.add(ring[(int) (i % MOST)]);
        }
        return Collections.unmodifiableList(recent);
    }

    /**
     * Writes them for a viewer of traces, in the Trace Event Format that Chrome and Perfetto open: a track for each
     * session, a slice for each event, an arrow from the event that sent it.
     *
     * @param file is replaced
     * @throws IOException if it cannot be written
     */
    public void writeTraceEvents(Path file) throws IOException {
        try (Writer out = Files.newBufferedWriter(file, UTF_8)) {
            new TraceEvents(out).write(recent());
        }
    }

    /** One file in the Trace Event Format. */
    private static final class TraceEvents {
        private final Writer out;
        private boolean first = true;

        TraceEvents(Writer out) {
            this.out = out;
        }

        void write(List<Cause> causes) throws IOException {
            out.write("{\"displayTimeUnit\":\"ns\",\"traceEvents\":[");
            Map<Long, String> tracks = new LinkedHashMap<>();
            for (Cause cause : causes) {
                tracks.put(cause.destination(), cause.track());
            }
            for (Map.Entry<Long, String> track : tracks.entrySet()) {
                next("\"ph\":\"M\",\"name\":\"thread_name\",\"pid\":1,\"tid\":" + track.getKey()
                        + ",\"args\":{\"name\":" + quoted(track.getValue()) + "}");
            }
            for (int i = 0; i < causes.size(); i++) {
                write(causes.get(i), i + 1);
            }
            out.write("\n]}\n");
        }

        private void write(Cause cause, int id) throws IOException {
            String name = quoted(cause.event());
            next("\"ph\":\"X\",\"cat\":\"event\",\"name\":" + name + at(cause.destination(), cause.begunNs())
                    + ",\"dur\":" + micros(cause.ranNs()) + ",\"args\":{\"from\":" + cause.sender() + ",\"line\":"
                    + quoted(cause.line().map(StackTraceElement::toString).orElse("")) + ",\"waited_us\":"
                    + micros(cause.begunNs() - cause.queuedNs()) + "}");
            Cause parent = cause.parent().orElse(null);
            if (parent != null) {
                String arrow = "\"cat\":\"post\",\"name\":" + name + ",\"id\":" + id;
                next("\"ph\":\"s\"," + arrow + at(parent.destination(), cause.queuedNs()));
                next("\"ph\":\"f\",\"bp\":\"e\"," + arrow + at(cause.destination(), cause.begunNs()));
            }
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
                } else if (c < ' ') {
                    quoted.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
                } else {
                    quoted.append(c);
                }
            }
            return quoted.append('"').toString();
        }
    }
}
