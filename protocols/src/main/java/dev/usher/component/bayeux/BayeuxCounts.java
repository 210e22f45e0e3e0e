package dev.usher.component.bayeux;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a server has to do with at one moment, as {@link BayeuxListener#counts} tells it.
 *
 * @param local clients that are sessions of the kernel
 * @param fresh clients that have shaken hands and not connected yet
 * @param held clients whose connect is held
 * @param away clients that have connected before, and hold no connect
 * @param sockets clients that are reached by WebSocket, whatever else they are
 * @param queued messages that wait, of all clients
 * @param longestQueue messages that wait for the client that has most
 * @param published messages since the start
 * @param subscribers clients of each channel and pattern that has some
 */
public record BayeuxCounts(
        int local,
        int fresh,
        int held,
        int away,
        int sockets,
        long queued,
        int longestQueue,
        long published,
        Map<String, Integer> subscribers) {

    static BayeuxCounts of(Iterable<Client> clients, long published) {
        int local = 0;
        int fresh = 0;
        int held = 0;
        int away = 0;
        int sockets = 0;
        long queued = 0;
        int longest = 0;
        Map<String, Integer> subscribers = new TreeMap<>();
        for (Client client : clients) {
            local += client.isLocal() ? 1 : 0;
            held += client.isPolling() ? 1 : 0;
            boolean waits = !client.isLocal() && !client.isPolling();
            fresh += waits && !client.hasConnected() ? 1 : 0;
            away += waits && client.hasConnected() ? 1 : 0;
            sockets += client.transport().filter(Transport.WEBSOCKET::equals).isPresent() ? 1 : 0;
            queued += client.queued();
            longest = Math.max(longest, client.queued());
            client.ownSubscriptions().keySet().forEach(channel -> subscribers.merge(channel, 1, Integer::sum));
        }
        return new BayeuxCounts(
                local,
                fresh,
                held,
                away,
                sockets,
                queued,
                longest,
                published,
                Collections.unmodifiableMap(subscribers));
    }

    /** @return all of it in lines, as Prometheus reads them */
    public String text() {
        StringBuilder text = new StringBuilder();
        line(text, "clients{state=\"local\"}", local);
        line(text, "clients{state=\"fresh\"}", fresh);
        line(text, "clients{state=\"held\"}", held);
        line(text, "clients{state=\"away\"}", away);
        line(text, "sockets", sockets);
        line(text, "queued_messages", queued);
        line(text, "longest_queue", longestQueue);
        line(text, "published_messages_total", published);
        subscribers.forEach((channel, count) -> line(text, "subscribers{channel=\"" + escaped(channel) + "\"}", count));
        return text.toString();
    }

    private static void line(StringBuilder text, String name, long value) {
        text.append("bayeux_").append(name).append(' ').append(value).append('\n');
    }

    private static String escaped(String value) {
        return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }
}
