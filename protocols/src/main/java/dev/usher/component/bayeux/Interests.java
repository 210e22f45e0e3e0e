package dev.usher.component.bayeux;

import dev.usher.filters.bayeux.BayeuxMessage;
import dev.usher.filters.bayeux.ChannelName;
import dev.usher.kernel.Event;
import dev.usher.kernel.Session;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Who wants to hear of what, and what the server was told of it. Belongs to one client. */
final class Interests {

    /** Code, or an event of a session; the same again is no other. */
    record Interest(MessageHook hook, Session session, Event<BayeuxMessage> state) {}

    /** The most specific first: channels, then patterns, and of those the longest. */
    private static final Comparator<String> SPECIFIC = Comparator.comparing(ChannelName::isPattern)
            .thenComparing(name -> name.endsWith("/**"))
            .thenComparing(Comparator.comparingInt(ChannelName::depth).reversed());

    private final Map<String, Set<Interest>> byChannel = new LinkedHashMap<>();
    private final Set<String> told = new HashSet<>(); // the server, of these

    /** Whether the server is to be told of a channel. */
    static boolean isOfServer(String channel) {
        return ChannelName.isBroadcast(channel);
    }

    /** Answers whether this is new. */
    boolean add(String channel, Interest interest) {
        return byChannel
                .computeIfAbsent(channel, name -> new LinkedHashSet<>(2))
                .add(interest);
    }

    /** Answers whether anybody wanted to hear of it. */
    boolean remove(String channel) {
        return byChannel.remove(channel) != null;
    }

    boolean has(String channel) {
        return byChannel.containsKey(channel);
    }

    Set<String> channels() {
        return byChannel.keySet();
    }

    /** Answers whether the server has to be told: it was not told before. */
    boolean tell(String channel) {
        return told.add(channel);
    }

    boolean untell(String channel) {
        return told.remove(channel);
    }

    void nothingTold() {
        told.clear();
    }

    /** What the server has to be told of. */
    List<String> untold() {
        List<String> untold = new ArrayList<>();
        for (String channel : byChannel.keySet()) {
            if (isOfServer(channel) && !told.contains(channel)) {
                untold.add(channel);
            }
        }
        return untold;
    }

    /** Those that want to hear of a message: a copy, since they may change this. */
    List<Interest> of(String channel) {
        Set<Interest> exact = byChannel.get(channel);
        List<String> matching = new ArrayList<>(2);
        for (String pattern : byChannel.keySet()) {
            if (ChannelName.isPattern(pattern)
                    && isOfServer(pattern) == isOfServer(channel) // no wildcard reaches what is the protocol's own
                    && ChannelName.matches(channel, pattern)) {
                matching.add(pattern);
            }
        }
        if (matching.isEmpty()) {
            return exact == null ? List.of() : List.copyOf(exact);
        }
        matching.sort(SPECIFIC);
        Set<Interest> all = exact == null ? new LinkedHashSet<>() : new LinkedHashSet<>(exact);
        matching.forEach(pattern -> all.addAll(byChannel.get(pattern)));
        return List.copyOf(all);
    }
}
