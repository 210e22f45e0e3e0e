package dev.usher.filters.http;

/**
 * Parses field lines up to the empty line behind them (RFC 9112 §5), strictly: what another parser could read
 * differently is refused. Looks at each byte once, however the network cuts them; nothing is taken from the window.
 * Belongs to one reader.
 *
 * <pre>
 *           token ':'      blank*    not a blank      CR           LF
 * LINE ---> NAME ----> BLANKS -----> VALUE ---------> LINE_FEED -----> LINE
 *   | CR                                                                |
 *   +-----> LAST_LINE_FEED ---LF---> done                               +--> ...
 * </pre>
 */
final class FieldLines {
    private enum State {
        LINE,
        NAME,
        BLANKS,
        VALUE,
        LINE_FEED,
        LAST_LINE_FEED
    }

    private final Fields fields;
    private final String what; // "head" or "trailers", for sentences
    private final String bytesOption;

    private State state = State.LINE;
    private int at; // offset from the window's position of the next byte to look at
    private int bound; // offset at which the lines must have ended
    private int mostBytes;
    private int mostFields;

    private int name;
    private int nameEnd;
    private int value;
    private int hash;

    FieldLines(Fields fields, String what, String bytesOption) {
        this.fields = fields;
        this.what = what;
        this.bytesOption = bytesOption;
    }

    /** Begins with the line at an offset from the window's position. */
    void begin(int offset, int newMostBytes, int newMostFields) {
        state = State.LINE;
        at = offset;
        mostBytes = newMostBytes;
        bound = offset + newMostBytes;
        mostFields = newMostFields;
    }

    /** Offset of what is behind the empty line, once {@link #read} has answered true. */
    int end() {
        return at;
    }

    /**
     * Goes on with the bytes of a window.
     *
     * @return whether the empty line has been seen; otherwise more bytes are needed
     */
    boolean read(byte[] bytes, int position, int limit) {
        while (position + at < limit) {
            byte b = bytes[position + at];
            switch (state) {
                case LINE -> line(bytes, position, limit);
                case NAME -> name(bytes, position, limit);
                case BLANKS -> blanks(bytes, position, limit);
                case VALUE -> value(bytes, position, limit);
                case LINE_FEED -> lineFeed(b);
                case LAST_LINE_FEED -> {
                    requireLineFeed(b);
                    return true;
                }
            }
        }
        return false;
    }

    // Each state goes on with the next one by itself: usually all of a line is there.

    private void line(byte[] bytes, int position, int limit) {
        byte b = bytes[position + at];
        if (b == Octets.CR) {
            at++;
            state = State.LAST_LINE_FEED;
            return;
        }
        if (Octets.isBlank(b)) {
            // RFC 9112 §2.2 and §5.2: some parsers would join it to the line before.
            throw Fault.bad(
                    fields.size() == 0
                            ? "a blank before the first field line"
                            : "a field line is folded, which is obsolete; send its value in one line");
        }
        if (fields.size() == mostFields) {
            throw Fault.beyond(Fault.FIELDS_TOO_LARGE, "the " + what + " has another field line", mostFields, "fields");
        }
        name = at;
        hash = 0;
        state = State.NAME;
        name(bytes, position, limit);
    }

    private void name(byte[] bytes, int position, int limit) {
        int stop = Math.min(limit, position + bound);
        int running = hash;
        for (int i = position + at; i < stop; i++) {
            byte lower = Octets.token(bytes[i]);
            if (lower == 0) {
                at = i - position;
                hash = running;
                endName(bytes[i]);
                blanks(bytes, position, limit);
                return;
            }
            running = FieldName.hash(running, lower);
        }
        hash = running;
        runOut(stop, position, limit);
    }

    private void endName(byte b) {
        if (b != ':') {
            throw Fault.bad(
                    Octets.isBlank(b)
                            ? "a blank in a field name or between it and its colon (RFC 9112 §5.1)"
                            : b == Octets.CR || b == Octets.LF
                                    ? "a field line without a colon"
                                    : Fault.octet(b) + " in a field name (RFC 9110 §5.1)");
        }
        if (at == name) {
            throw Fault.bad("a field line without a name");
        }
        nameEnd = at++;
        state = State.BLANKS;
    }

    private void blanks(byte[] bytes, int position, int limit) {
        int stop = Math.min(limit, position + bound);
        int i = position + at;
        while (i < stop && Octets.isBlank(bytes[i])) {
            i++;
        }
        if (i == stop) {
            runOut(stop, position, limit);
            return;
        }
        at = i - position;
        value = at;
        state = State.VALUE;
        value(bytes, position, limit);
    }

    private void value(byte[] bytes, int position, int limit) {
        int stop = Math.min(limit, position + bound);
        int i = position + at;
        while (true) {
            i = Octets.control(bytes, i, stop);
            if (i >= stop) {
                runOut(stop, position, limit);
                return;
            }
            byte b = bytes[i];
            if (b == Octets.CR) {
                break;
            }
            if (b != Octets.HTAB) {
                // RFC 9112 §2.2 lets a parser take a bare LF as an end of line. One that does and one that does not
                // see different fields.
                throw Fault.bad(Fault.octet(b) + " in a field value (RFC 9110 §5.5)");
            }
            i++;
        }
        at = i - position + 1;
        int end = i;
        while (end > position + value && Octets.isBlank(bytes[end - 1])) {
            end--;
        }
        fields.slot(
                name,
                nameEnd,
                value,
                end - position,
                hash,
                FieldName.number(hash, bytes, position + name, position + nameEnd));
        state = State.LINE_FEED;
        if (i + 1 < limit) {
            lineFeed(bytes[i + 1]);
        }
    }

    private void lineFeed(byte b) {
        requireBound();
        requireLineFeed(b);
        state = State.LINE;
    }

    private void requireLineFeed(byte b) {
        if (b != Octets.LF) {
            throw Fault.bad("CR without LF in the " + what + " (RFC 9112 §2.2)");
        }
        at++;
    }

    /** Everything in the window has been looked at, or everything that may be. */
    private void runOut(int stop, int position, int limit) {
        at = stop - position;
        if (stop < limit) {
            requireBound();
        }
    }

    private void requireBound() {
        if (at >= bound) {
            throw Fault.beyond(
                    Fault.FIELDS_TOO_LARGE, "the field lines of the " + what + " are longer", mostBytes, bytesOption);
        }
    }
}
