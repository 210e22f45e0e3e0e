package dev.usher.filters.http;

import dev.usher.filter.Output;
import java.util.Arrays;

/**
 * How most heads begin, in one piece: the line of status 200, the date and the defaults, as long as the response has no
 * such fields of its own, and its own behind them. Made anew each second, its end whenever the fields are not those of
 * the response before, which they mostly are. Shared by the encoders of one thread.
 */
final class Preamble {
    static final int STATUS = 200;

    final DateField date;
    final Fields defaults;
    private final boolean usable; // else a default has a name whose presence is not cheaply known
    private long second = Long.MIN_VALUE;
    private byte[] bytes = {};
    private int own; // where the response's own fields begin
    private int end;

    Preamble(DateField date, Fields defaults) {
        this.date = date;
        this.defaults = defaults;
        usable = defaults.areConstants();
    }

    /** Whether it begins a head with these fields. */
    boolean fits(Fields fields) {
        return usable && !fields.contains(FieldName.DATE) && !fields.containsAnyConstantOf(defaults);
    }

    /** Appends it, with fields that it fits. */
    void putTo(Fields fields, Output out) {
        long now = date.second();
        if (now != second) {
            begin();
            second = now;
        }
        if (!Arrays.equals(bytes, own, end, fields.bytes, 0, fields.length)) {
            end(fields);
        }
        out.put(bytes, 0, end);
    }

    private void begin() {
        byte[] status = Status.line(STATUS);
        byte[] day = date.line();
        own = status.length + day.length + defaults.length;
        end = own;
        bytes = Arrays.copyOf(status, own);
        System.arraycopy(day, 0, bytes, status.length, day.length);
        System.arraycopy(defaults.bytes, 0, bytes, status.length + day.length, defaults.length);
    }

    private void end(Fields fields) {
        end = own + fields.length;
        if (end > bytes.length) {
            bytes = Arrays.copyOf(bytes, end);
        }
        System.arraycopy(fields.bytes, 0, bytes, own, fields.length);
    }
}
