package dev.usher.component.http;

import dev.usher.filters.http.FieldValue;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Chooses by Accept (RFC 9110 §12.5.1). Stateless. */
final class Preference {
    private Preference() {}

    static Optional<String> best(List<FieldValue> wanted, List<String> offered) {
        String best = null;
        double most = 0;
        for (String type : offered) {
            double quality = quality(wanted, type.toLowerCase(Locale.ROOT));
            if (quality > most) {
                most = quality;
                best = type;
            }
        }
        return Optional.ofNullable(best);
    }

    /** How much a content coding is liked (RFC 9110 §12.5.3); 0 for not at all. */
    static double ofCoding(List<FieldValue> wanted, String coding) {
        double any = 0;
        for (FieldValue member : wanted) {
            if (member.word().equalsIgnoreCase(coding)) {
                return number(member.parameter("q").orElse("1"));
            }
            if (member.word().equals("*")) {
                any = number(member.parameter("q").orElse("1"));
            }
        }
        return any;
    }

    /** That of the most exact member that speaks of the type. */
    private static double quality(List<FieldValue> wanted, String type) {
        int exactness = -1;
        double quality = 0;
        for (FieldValue member : wanted) {
            int exact = exactness(member.word().toLowerCase(Locale.ROOT), type);
            if (exact > exactness) {
                exactness = exact;
                quality = number(member.parameter("q").orElse("1"));
            }
        }
        return quality;
    }

    private static int exactness(String range, String type) {
        if (range.equals(type)) {
            return 2;
        }
        if (range.endsWith("/*") && type.startsWith(range.substring(0, range.length() - 1))) {
            return 1;
        }
        return range.equals("*/*") ? 0 : -1;
    }

    private static double number(String q) {
        return q.matches("0(\\.[0-9]{0,3})?|1(\\.0{0,3})?") ? Double.parseDouble(q) : 0;
    }
}
