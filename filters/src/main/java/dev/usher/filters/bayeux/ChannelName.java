package dev.usher.filters.bayeux;

import java.util.Optional;

/**
 * A channel's name, {@code /chat/demo}, or a pattern of names, {@code /chat/*} for one more segment and
 * {@code /chat/**} for one or more (Bayeux 1.0 §2.4). No objects: names are text.
 */
public final class ChannelName {
    private static final String META = "/meta/";
    private static final String SERVICE = "/service/";

    private ChannelName() {}

    /**
     * @param name of a channel
     * @return whether it is the protocol's own
     */
    public static boolean isMeta(String name) {
        return name.startsWith(META) || name.equals("/meta");
    }

    /**
     * @param name of a channel
     * @return whether its messages go to the server only
     */
    public static boolean isService(String name) {
        return name.startsWith(SERVICE) || name.equals("/service");
    }

    /**
     * @param name of a channel
     * @return whether its messages go to subscribers
     */
    public static boolean isBroadcast(String name) {
        return !isMeta(name) && !isService(name);
    }

    /**
     * @param name that is valid
     * @return whether it is a pattern
     */
    public static boolean isPattern(String name) {
        return name.endsWith("/*") || name.endsWith("/**");
    }

    /**
     * What is wrong with a name. A wildcard stands alone in the last segment.
     *
     * @param name to look at
     * @return what is wrong, empty if nothing is
     */
    public static Optional<String> fault(String name) {
        if (name.length() < 2 || name.charAt(0) != '/') {
            return Optional.of("a channel begins with '/' and has a segment");
        }
        int last = name.lastIndexOf('/');
        int segment = 1;
        for (int i = 1; i <= name.length(); i++) {
            char c = i == name.length() ? '/' : name.charAt(i);
            if (c == '/') {
                if (i == segment) {
                    return Optional.of("a channel has no empty segment");
                }
                segment = i + 1;
            } else if (c <= ' ' || c >= 0x7F && c < 0xA1 || c >= 0x2000 && c <= 0x206F) {
                return Optional.of("a channel has no blanks and control characters");
            } else if (c == '*' && !(segment == last + 1 && isPattern(name))) {
                return Optional.of("a wildcard, '*' or '**', is a last segment by itself");
            }
        }
        return Optional.empty();
    }

    /**
     * @param name of a channel
     * @return the number of its segments
     */
    public static int depth(String name) {
        int depth = 0;
        for (int i = 0; i < name.length(); i++) {
            if (name.charAt(i) == '/') {
                depth++;
            }
        }
        return depth;
    }

    /**
     * @param name of a channel, which is no pattern
     * @param pattern a name or a pattern; a wildcard before its last segment stands for itself
     * @return whether the one is, or is meant by, the other
     */
    public static boolean matches(String name, String pattern) {
        if (pattern.endsWith("/**")) {
            int prefix = pattern.length() - 2;
            return name.length() > prefix && name.startsWith(pattern.substring(0, prefix));
        }
        if (pattern.endsWith("/*")) {
            int prefix = pattern.length() - 1;
            return name.length() > prefix
                    && name.startsWith(pattern.substring(0, prefix))
                    && name.indexOf('/', prefix) < 0;
        }
        return name.equals(pattern);
    }
}
