package dev.usher.component.websocket;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;

/**
 * How much of what a server has seen. Immutable.
 *
 * @param open connections past the handshake, now
 * @param granted handshakes
 * @param refused handshakes, by status
 * @param in what came
 * @param out what was put to be sent
 * @param slow messages that met a slow consumer, by what was done
 * @param pings that were sent unasked
 * @param rtt how long pings took to come back, on average; zero before the first
 * @param ended connections, by close code
 */
public record WebSocketCounts(
        int open,
        long granted,
        Map<Integer, Long> refused,
        Traffic in,
        Traffic out,
        Map<SlowConsumer, Long> slow,
        long pings,
        Duration rtt,
        Map<Integer, Long> ended) {

    /**
     * One way.
     *
     * @param frames of messages and for control
     * @param wire bytes of them, with their heads, as they are on the wire
     * @param messages that were whole
     * @param bytes of them, not compressed
     */
    public record Traffic(long frames, long wire, long messages, long bytes) {

        /** @return how many bytes of messages a byte on the wire stood for: above 1 where compression has helped */
        public double ratio() {
            return wire == 0 ? 1 : (double) bytes / wire;
        }
    }

    /** @return the same as lines of the Prometheus text format, to be scraped */
    public String metrics() {
        StringBuilder lines = new StringBuilder();
        line(lines, "open", "", open);
        line(lines, "handshakes_granted_total", "", granted);
        refused.forEach((status, count) -> line(lines, "handshakes_refused_total", "status=\"" + status + '"', count));
        traffic(lines, "in", in);
        traffic(lines, "out", out);
        slow.forEach((policy, count) ->
                line(lines, "slow_total", "action=\"" + policy.name().toLowerCase(Locale.ROOT) + '"', count));
        line(lines, "pings_total", "", pings);
        line(lines, "rtt_seconds", "", rtt.toNanos() / 1e9);
        ended.forEach((code, count) -> line(lines, "ended_total", "code=\"" + code + '"', count));
        return lines.toString();
    }

    private static void traffic(StringBuilder lines, String way, Traffic traffic) {
        String label = "way=\"" + way + '"';
        line(lines, "frames_total", label, traffic.frames);
        line(lines, "wire_bytes_total", label, traffic.wire);
        line(lines, "messages_total", label, traffic.messages);
        line(lines, "message_bytes_total", label, traffic.bytes);
        line(lines, "compression_ratio", label, traffic.ratio());
    }

    private static void line(StringBuilder lines, String name, String label, Number value) {
        lines.append("usher_websocket_").append(name);
        if (!label.isEmpty()) {
            lines.append('{').append(label).append('}');
        }
        lines.append(' ').append(value).append('\n');
    }
}
