package dev.usher.filters.http;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Names and values of a query, or of a form of type {@code application/x-www-form-urlencoded}: {@code a=1&b=2}, in
 * their order, in UTF-8, '+' for a space. A name may come several times; one without {@code =} has an empty value.
 * Immutable.
 */
public final class Query {
    private static final int MOST = 1_000; // a limit for those who send a megabyte of &

    private final List<Map.Entry<String, String>> pairs;

    private Query(List<Map.Entry<String, String>> pairs) {
        this.pairs = List.copyOf(pairs);
    }

    /**
     * @param raw what is behind the question mark, as it was sent, or a form, one character a byte; empty if there is
     *     none
     * @return its names and values
     * @throws HttpException if escapes are not right, or there are more than 1,000 pairs
     */
    public static Query of(String raw) {
        List<Map.Entry<String, String>> pairs = new ArrayList<>();
        for (int from = 0; from < raw.length(); ) {
            int and = raw.indexOf('&', from);
            int to = and < 0 ? raw.length() : and;
            if (to > from) {
                if (pairs.size() == MOST) {
                    throw Fault.peer(
                            Fault.CONTENT_TOO_LARGE, "a query of more than " + MOST + " names; send fewer at a time");
                }
                pairs.add(pair(raw, from, to));
            }
            from = to + 1;
        }
        return new Query(pairs);
    }

    private static Map.Entry<String, String> pair(String raw, int from, int to) {
        int equals = raw.indexOf('=', from);
        int nameEnd = equals < 0 || equals > to ? to : equals;
        String value = nameEnd == to ? "" : raw.substring(nameEnd + 1, to);
        return Map.entry(decode(raw.substring(from, nameEnd)), decode(value));
    }

    private static String decode(String text) {
        return Percent.decode(text, true, "", "the query");
    }

    /** @return the pairs in their order */
    public List<Map.Entry<String, String>> pairs() {
        return pairs;
    }

    /**
     * @param name of a value
     * @return its first value
     */
    public Optional<String> first(String name) {
        return pairs.stream()
                .filter(pair -> pair.getKey().equals(name))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    /**
     * @param name of values
     * @return all of them in their order
     */
    public List<String> all(String name) {
        return pairs.stream()
                .filter(pair -> pair.getKey().equals(name))
                .map(Map.Entry::getValue)
                .toList();
    }

    /** @return each name with its last value, in the order of the names' first coming */
    public Map<String, String> toMap() {
        Map<String, String> map = new LinkedHashMap<>();
        pairs.forEach(pair -> map.put(pair.getKey(), pair.getValue()));
        return map;
    }

    @Override
    public String toString() {
        return pairs.toString();
    }
}
