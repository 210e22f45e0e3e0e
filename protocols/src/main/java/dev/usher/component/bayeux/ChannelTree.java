package dev.usher.component.bayeux;

import dev.usher.filters.bayeux.ChannelName;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Who has subscribed to what, as a tree of segments: who gets a message is found by walking down its channel once,
 * whatever the number of subscriptions. One thread.
 *
 * <p>A node that nobody needs any more is cut off at once, so channels that are used once leave nothing behind.
 */
final class ChannelTree {
    private final Node root = new Node(null, "");
    private Node[] path = new Node[8]; // of the message that is on its way
    private int channels;

    private static final class Node {
        final Node parent;
        final String segment;
        Map<String, Node> children; // null until there are some
        Subscribers here; // null until there are some
        Subscribers next; // of a pattern that ends in *
        Subscribers below; // of a pattern that ends in **
        boolean kept;

        Node(Node parent, String segment) {
            this.parent = parent;
            this.segment = segment;
        }

        boolean isIdle() {
            return !kept && (children == null || children.isEmpty()) && none(here) && none(next) && none(below);
        }

        private static boolean none(Subscribers subscribers) {
            return subscribers == null || subscribers.isEmpty();
        }
    }

    /** How many channels there are: those that have subscribers of their own, or are kept. */
    int channels() {
        return channels;
    }

    private static String trunk(String pattern) {
        return ChannelName.isPattern(pattern) ? pattern.substring(0, pattern.lastIndexOf('/')) : pattern;
    }

    private Node grow(String name) {
        Node node = root;
        for (int at = 1; at <= name.length(); ) {
            int end = name.indexOf('/', at);
            String segment = name.substring(at, end < 0 ? name.length() : end);
            if (node.children == null) {
                node.children = new HashMap<>();
            }
            Node parent = node;
            node = node.children.computeIfAbsent(segment, word -> new Node(parent, word));
            at = end < 0 ? name.length() + 1 : end + 1;
        }
        return node;
    }

    private Node find(String name) {
        Node node = root;
        for (int at = 1; node != null && at <= name.length(); ) {
            int end = name.indexOf('/', at);
            node = node.children == null ? null : node.children.get(name.substring(at, end < 0 ? name.length() : end));
            at = end < 0 ? name.length() + 1 : end + 1;
        }
        return node;
    }

    private static Subscribers of(Node node, String pattern, boolean make) {
        if (pattern.endsWith("/**")) {
            return node.below == null && make ? node.below = new Subscribers() : node.below;
        }
        if (pattern.endsWith("/*")) {
            return node.next == null && make ? node.next = new Subscribers() : node.next;
        }
        return node.here == null && make ? node.here = new Subscribers() : node.here;
    }

    /** Answers whether the channel is a new one. */
    boolean add(Subscription subscription) {
        Node node = grow(trunk(subscription.channel()));
        Subscribers subscribers = of(node, subscription.channel(), true);
        boolean first = subscribers.isEmpty() && !(node.kept && subscribers == node.here);
        subscribers.add(subscription);
        channels += first ? 1 : 0;
        return first;
    }

    /** Answers whether the channel is no more. */
    boolean remove(Subscription subscription) {
        Node node = find(trunk(subscription.channel()));
        Subscribers subscribers = of(node, subscription.channel(), false);
        subscribers.remove(subscription);
        boolean last = subscribers.isEmpty() && !(node.kept && subscribers == node.here);
        channels -= last ? 1 : 0;
        prune(node);
        return last;
    }

    /** Keeps a channel whether or not it has subscribers. */
    void keep(String name, boolean on) {
        Node node = grow(name);
        boolean was = exists(node);
        node.kept = on;
        channels += (exists(node) ? 1 : 0) - (was ? 1 : 0);
        prune(node);
    }

    private void prune(Node leaf) {
        Node node = leaf;
        while (node.parent != null && node.isIdle()) {
            node.parent.children.remove(node.segment);
            node = node.parent;
        }
    }

    /** Whether there is such a channel or such a pattern. */
    boolean exists(String name) {
        Node node = find(trunk(name));
        if (node == null) {
            return false;
        }
        if (!ChannelName.isPattern(name)) {
            return exists(node);
        }
        Subscribers subscribers = of(node, name, false);
        return subscribers != null && !subscribers.isEmpty();
    }

    private static boolean exists(Node node) {
        return node.kept || node.here != null && !node.here.isEmpty();
    }

    int subscribers(String name) {
        Node node = find(trunk(name));
        Subscribers subscribers = node == null ? null : of(node, name, false);
        return subscribers == null ? 0 : subscribers.count();
    }

    /** Tells the subscriptions that a channel's message is for, the most specific first. Not to be entered again. */
    void match(String channel, Consumer<? super Subscription> action) {
        int depth = 0;
        Node node = root;
        boolean whole = true;
        for (int at = 1; at <= channel.length(); ) {
            if (depth == path.length) {
                path = java.util.Arrays.copyOf(path, depth * 2);
            }
            path[depth++] = node;
            int end = channel.indexOf('/', at);
            boolean last = end < 0;
            node = node.children == null
                    ? null
                    : node.children.get(channel.substring(at, last ? channel.length() : end));
            if (node == null) {
                whole = last;
                break;
            }
            at = last ? channel.length() + 1 : end + 1;
        }
        // The walk has reached the channel's own node, or stopped where nothing is below; "whole" says whether the
        // deepest node of the path is the parent of the channel's last segment.
        if (node != null) {
            tell(node.here, action);
        }
        if (whole) {
            tell(path[depth - 1].next, action);
        }
        for (int i = depth - 1; i >= 0; i--) {
            tell(path[i].below, action);
            path[i] = null;
        }
    }

    private static void tell(Subscribers subscribers, Consumer<? super Subscription> action) {
        if (subscribers != null && !subscribers.isEmpty()) {
            subscribers.forEach(action);
        }
    }
}
