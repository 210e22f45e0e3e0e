package dev.usher.filters.http;

import dev.usher.filter.Output;
import java.util.Arrays;

/**
 * How most heads begin, in one piece: the line of status 200, the date and the defaults, as long as the response has no
 * such fields of its own. Made anew each second. Shared by the encoders of one thread.
 */
final class Preamble {
    static final int STATUS = 200;

    final DateField date;
    final Fields defaults;
    private final boolean usable; // else a default has a name whose presence is not cheaply known
    private long second = Long.MIN_VALUE;
    private byte[] bytes = {};

    Preamble(DateField date, Fields defaults) {
        this.date = date;
        this.defaults = defaults;
        usable = defaults.areConstants();
    }

    /** Whether it begins a head with these fields. */
    boolean fits(Fields fields) {
        return usable && !fields.contains(FieldName.DATE) && !fields.containsAnyConstantOf(defaults);
    }

    void putTo(Output out) {
        long now = date.second();
        if (now != second) {
            bytes = made();
            second = now;
        }
        out.put(bytes);
    }

    private byte[] made() {
        byte[] status = Status.line(STATUS);
        byte[] day = date.line();
        int own = defaults.size() == 0 ? 0 : defaults.lineEnd(defaults.size() - 1) - defaults.lineBegin(0);
        byte[] all = Arrays.copyOf(status, status.length + day.length + own);
        System.arraycopy(day, 0, all, status.length, day.length);
        if (own > 0) {
            System.arraycopy(defaults.bytes, defaults.lineBegin(0), all, status.length + day.length, own);
        }
        return all;
    }
}
