package dev.usher.component.http;

import dev.usher.filters.http.FieldName;
import dev.usher.filters.http.Fields;

/** Compares entity tags (RFC 9110 §8.8.3). Stateless. */
final class EntityTags {
    private static final String WEAK = "W/";

    private EntityTags() {}

    /** Whether a field's members are {@code *} or have the tag; that of a representation which exists. */
    static boolean matches(Fields fields, FieldName name, String tag, boolean strong) {
        for (String line : fields.all(name)) {
            if (line.strip().equals("*") || has(line, tag, strong)) {
                return true;
            }
        }
        return false;
    }

    private static boolean has(String line, String tag, boolean strong) {
        int at = 0;
        while (at < line.length()) {
            int quote = line.indexOf('"', at); // a comma may stand in a tag
            int end = quote < 0 ? -1 : line.indexOf('"', quote + 1);
            if (end < 0) {
                return false;
            }
            boolean weak = quote >= 2 && line.startsWith(WEAK, quote - 2);
            if (equal(line.substring(weak ? quote - 2 : quote, end + 1), tag, strong)) {
                return true;
            }
            at = end + 1;
        }
        return false;
    }

    /** RFC 9110 §8.8.3.2 */
    static boolean equal(String one, String other, boolean strong) {
        if (strong) {
            return one.equals(other) && !one.startsWith(WEAK);
        }
        return opaque(one).equals(opaque(other));
    }

    private static String opaque(String tag) {
        return tag.startsWith(WEAK) ? tag.substring(WEAK.length()) : tag;
    }
}
