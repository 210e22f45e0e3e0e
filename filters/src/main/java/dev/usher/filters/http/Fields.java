package dev.usher.filters.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.usher.filter.Output;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The field lines of a head or of trailers (RFC 9110 §5), in the order of the wire: their bytes, and where in them each
 * name and value is. Strings are made of them when asked for, one character a byte. Not thread-safe; valid as long as
 * the part that it belongs to, unless {@link #copy copied}.
 */
public sealed class Fields permits MutableFields {
    // One field's slots: where its name and its value begin and end, and the hash of its name.
    private static final int NAME = 0;
    private static final int NAME_END = 1;
    private static final int VALUE = 2;
    private static final int VALUE_END = 3;
    private static final int HASH = 4;
    private static final int SLOTS = 5;

    private static final int USUAL = 24; // fields; a browser sends twelve to twenty

    byte[] bytes;
    int length; // of bytes in use

    private int[] slots;
    private int base; // the slots' places count from here
    private int size;

    /** A bit for each constant name that is here, one for each that is here again, and which field is its first. */
    private long known;

    private long repeated;

    // The size, the length and the known names of fields that are set aside.
    private int asideSize;
    private int asideLength;
    private long asideKnown;

    private final short[] first = new short[FieldName.MOST_CONSTANTS];

    Fields(int capacity) {
        this(capacity, USUAL);
    }

    /** @param fields that there is room for at first */
    Fields(int capacity, int fields) {
        bytes = new byte[capacity];
        slots = new int[fields * SLOTS];
    }

    private Fields(Fields other) {
        bytes = Arrays.copyOf(other.bytes, other.length);
        length = other.length;
        slots = Arrays.copyOf(other.slots, other.size * SLOTS);
        size = other.size;
        base = other.base;
        known = other.known;
        repeated = other.repeated;
        System.arraycopy(other.first, 0, first, 0, first.length);
    }

    /** @return a copy of its own, valid for ever */
    public Fields copy() {
        return new Fields(this);
    }

    // ---- reading

    /** @return number of field lines */
    public int size() {
        return size;
    }

    /**
     * @param index of a field line, 0 to size - 1
     * @return its name as it was sent
     */
    public String name(int index) {
        return text(place(index, NAME), place(index, NAME_END));
    }

    /**
     * @param index of a field line, 0 to size - 1
     * @return its value without blanks around it
     */
    public String value(int index) {
        return text(valueBegin(index), valueEnd(index));
    }

    /**
     * @param name of a field
     * @return whether it is here
     */
    public boolean contains(FieldName name) {
        return find(name, 0) >= 0;
    }

    /**
     * @param name of a field
     * @return the value of its first line
     */
    public Optional<String> first(FieldName name) {
        int index = find(name, 0);
        return index < 0 ? Optional.empty() : Optional.of(value(index));
    }

    /**
     * The value of all lines of a name, joined by commas (RFC 9110 §5.3). Only for fields that are lists, which
     * Set-Cookie is not.
     *
     * @param name of a field
     * @return the joined value, empty if the field is not here
     */
    public Optional<String> joined(FieldName name) {
        int index = find(name, 0);
        if (index < 0) {
            return Optional.empty();
        }
        int next = find(name, index + 1);
        return Optional.of(next < 0 ? value(index) : String.join(", ", all(name)));
    }

    /**
     * @param name of a field
     * @return the value of each of its lines
     */
    public List<String> all(FieldName name) {
        List<String> values = new ArrayList<>();
        for (int i = find(name, 0); i >= 0; i = find(name, i + 1)) {
            values.add(value(i));
        }
        return values;
    }

    /**
     * Whether a value in comma-separated form has a member, in whatever case (RFC 9110 §5.6.1). Makes no string.
     *
     * @param name of a field
     * @param token a token
     * @return whether one of its lines has it
     */
    public boolean hasToken(FieldName name, String token) {
        return hasToken(name, token, 0);
    }

    /** Looks from one field on. */
    boolean hasToken(FieldName name, String token, int from) {
        for (int i = find(name, from); i >= 0; i = find(name, i + 1)) {
            if (hasMember(valueBegin(i), valueEnd(i), token)) {
                return true;
            }
        }
        return false;
    }

    private boolean hasMember(int from, int to, String token) {
        int begin = from;
        for (int i = from; i <= to; i++) {
            if (i == to || bytes[i] == ',') {
                int end = i;
                while (begin < end && Octets.isBlank(bytes[begin])) {
                    begin++;
                }
                while (begin < end && Octets.isBlank(bytes[end - 1])) {
                    end--;
                }
                if (equalsIgnoringCase(begin, end, token)) {
                    return true;
                }
                begin = i + 1;
            }
        }
        return false;
    }

    /** Whether bytes are a text, whatever the case of ASCII letters. */
    boolean equalsIgnoringCase(int from, int to, String text) {
        if (to - from != text.length()) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (lower(bytes[from + i] & 0xFF) != lower(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static int lower(int c) {
        return c >= 'A' && c <= 'Z' ? c + 'a' - 'A' : c;
    }

    /** The first field line of a name from an index on, or -1. */
    int find(FieldName name, int from) {
        int index = from;
        if (name.number >= 0) {
            long bit = 1L << name.number;
            if ((known & bit) == 0) {
                return -1;
            }
            int begin = first[name.number];
            if (from <= begin) {
                return begin;
            }
            if ((repeated & bit) == 0) {
                return -1;
            }
        }
        for (; index < size; index++) {
            if (hash(index) == name.hash
                    && Octets.equalsToken(bytes, place(index, NAME), place(index, NAME_END), name.lowerCase)) {
                return index;
            }
        }
        return -1;
    }

    /** Whether all names are constants. */
    boolean areConstants() {
        for (int i = 0; i < size; i++) {
            if (FieldName.number(hash(i), bytes, place(i, NAME), place(i, NAME_END)) < 0) {
                return false;
            }
        }
        return true;
    }

    /** Whether a field is here that has one of the constant names of others. */
    boolean containsAnyConstantOf(Fields others) {
        return (known & others.known) != 0;
    }

    /** Whether a field of the same name as one of others is here. */
    boolean containsNameOf(Fields others, int index) {
        int from = others.place(index, NAME);
        int to = others.place(index, NAME_END);
        int hash = others.hash(index);
        for (int i = 0; i < size; i++) {
            if (hash(i) == hash && equalsName(i, others.bytes, from, to)) {
                return true;
            }
        }
        return false;
    }

    private boolean equalsName(int index, byte[] other, int from, int to) {
        int begin = place(index, NAME);
        int count = place(index, NAME_END) - begin;
        if (count != to - from) {
            return false;
        }
        for (int i = 0; i < count; i++) {
            if (Octets.token(bytes[begin + i]) != Octets.token(other[from + i])) {
                return false;
            }
        }
        return true;
    }

    int valueBegin(int index) {
        return place(index, VALUE);
    }

    int valueEnd(int index) {
        return place(index, VALUE_END);
    }

    int lineBegin(int index) {
        return place(index, NAME);
    }

    /** Behind the line's CRLF, in fields to send. */
    int lineEnd(int index) {
        return place(index, VALUE_END) + 2;
    }

    /** Appends all field lines. */
    final void putTo(Output out) {
        if (size > 0) {
            int from = place(0, NAME); // a request line may stand before
            out.put(bytes, from, length - from);
        }
    }

    final String text(int from, int to) {
        return new String(bytes, from, to - from, ISO_8859_1);
    }

    private int place(int index, int which) {
        if (index >= size) {
            throw new IndexOutOfBoundsException("field " + index + " of " + size);
        }
        return base + slots[index * SLOTS + which];
    }

    private int hash(int index) {
        return slots[index * SLOTS + HASH];
    }

    // ---- filling

    /**
     * Forgets everything, keeps the room unless it is much. Answers whether all bytes and slots are where they were.
     */
    boolean reset(int most) {
        byte[] lastBytes = bytes;
        int[] lastSlots = slots;
        base = 0;
        size = 0;
        known = 0;
        repeated = 0;
        length = 0;
        asideSize = 0;
        if (bytes.length > most) {
            bytes = new byte[most];
        }
        if (slots.length > 2 * USUAL * SLOTS) {
            slots = new int[USUAL * SLOTS];
        }
        return bytes == lastBytes && slots == lastSlots;
    }

    /**
     * There are none, but those that were may come again: the next request of a client mostly has the same field lines
     * as its last, which is what HTTP/2 saves sending them for.
     */
    void setAside() {
        asideSize = size;
        asideLength = length;
        asideKnown = known;
        size = 0;
        length = 0;
        known = 0;
    }

    /**
     * Whether a window goes on with the same bytes: a start line, these field lines and the empty line behind them.
     *
     * @param window the bytes
     * @param at where the start line begins in it
     * @param limit where it ends
     * @return how many bytes that are, or 0
     */
    int lengthOfSame(byte[] window, int at, int limit) {
        int end = at + length;
        return length > 0
                        && end + 2 <= limit
                        && window[end] == Octets.CR
                        && window[end + 1] == Octets.LF
                        && Arrays.equals(window, at, end, bytes, 0, length)
                ? length + 2
                : 0;
    }

    /**
     * Whether a window goes on with the field lines that were set aside, to the last byte of the empty line behind
     * them; then they are here again.
     *
     * @param window the bytes
     * @param at where the field lines begin in it
     * @param limit where it ends
     * @param offset where they are to begin here
     * @return how many bytes they have with the empty line, or 0
     */
    int recall(byte[] window, int at, int limit, int offset) {
        if (asideSize == 0) {
            return 0;
        }
        int from = base + slots[NAME];
        int count = asideLength - from;
        int end = at + count;
        if (end + 2 > limit
                || window[end] != Octets.CR
                || window[end + 1] != Octets.LF
                || !Arrays.equals(window, at, end, bytes, from, asideLength)) {
            return 0;
        }
        base += offset - from;
        size = asideSize;
        known = asideKnown;
        return count + 2;
    }

    /** Adds a field whose bytes are at these places, or will be. */
    void slot(int name, int nameEnd, int value, int valueEnd, int hash, int number) {
        int at = size * SLOTS;
        if (at == slots.length) {
            slots = Arrays.copyOf(slots, at * 2);
        }
        slots[at + NAME] = name;
        slots[at + NAME_END] = nameEnd;
        slots[at + VALUE] = value;
        slots[at + VALUE_END] = valueEnd;
        slots[at + HASH] = hash;
        count(number);
    }

    /** Adds a field as it was here before: its bytes and places are still the same. */
    void slotAgain(int number) {
        length = base + slots[size * SLOTS + VALUE_END] + 2;
        count(number);
    }

    private void count(int number) {
        if (number >= 0) {
            long bit = 1L << number;
            if ((known & bit) == 0) {
                known |= bit;
                first[number] = (short) size;
            } else {
                repeated |= bit;
            }
        }
        size++;
    }

    /** Takes the bytes that the slots speak of. */
    void load(byte[] from, int offset, int count) {
        if (bytes.length < count) {
            bytes = new byte[Math.max(count, bytes.length * 2)];
        }
        System.arraycopy(from, offset, bytes, 0, count);
        length = count;
    }

    /** Forgets all field lines from an index on and answers where their bytes began. */
    int cut(int index) {
        int from = index < size ? place(index, NAME) : length;
        length = from;
        size = index;
        for (int number = 0; number < first.length; number++) {
            if ((known & 1L << number) != 0 && first[number] >= index) {
                known &= ~(1L << number);
            }
        }
        return from;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < size; i++) {
            String name = name(i).toLowerCase(Locale.ROOT);
            // What proves who someone is does not belong into logs.
            boolean secret = name.endsWith("authorization") || name.endsWith("cookie");
            text.append(i == 0 ? "" : ", ").append(name(i)).append(": ").append(secret ? "..." : value(i));
        }
        return text.toString();
    }
}
