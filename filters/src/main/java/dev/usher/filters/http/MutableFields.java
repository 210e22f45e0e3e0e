package dev.usher.filters.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.OptionalLong;

/**
 * Field lines to send. Each is checked and written when it is added, so that sending is a copy of bytes, and no value
 * can begin a line of its own (response splitting). Not thread-safe. Nothing is allocated once its arrays are large
 * enough, if values are numbers, bytes or text.
 */
public final class MutableFields extends Fields {
    private static final int USUAL_BYTES = 256;
    private static final int USUAL_FIELDS = 8; // of an answer
    private static final int KEPT_BYTES = 8_192;
    private static final int COLON_AND_END = 4;
    private static final int NUMBER = 19; // digits of the largest long

    // The first lines that were here before this was cleared, and are still where they were: a name, and a value, null
    // if it was no text. Most responses of a program say the same constants, which need not be checked and copied each
    // time (24 ns become 4 for a Content-Type). Made when this is first cleared.
    private FieldName[] names;
    private String[] values;
    private int kept;

    /** No field. */
    public MutableFields() {
        super(USUAL_BYTES, USUAL_FIELDS);
    }

    /**
     * Adds a line.
     *
     * @param name a token
     * @param value characters up to U+00FF without controls, but for TAB
     * @return this
     * @throws IllegalArgumentException if one of them has no form on the wire
     */
    public MutableFields add(String name, String value) {
        return add(FieldName.of(name), value);
    }

    /**
     * Adds a line.
     *
     * @param name of the field
     * @param value characters up to U+00FF without controls, but for TAB
     * @return this
     * @throws IllegalArgumentException if the value has no form on the wire
     */
    @SuppressWarnings("deprecation") // the one copy without a charset; what is wider is refused before
    public MutableFields add(FieldName name, String value) {
        int index = size();
        if (index < kept && names[index] == name && values[index] == value) {
            slotAgain(name.number); // the same text as last time: it was checked, and stands there
            return this;
        }
        for (int i = 0; i < value.length(); i++) {
            if (value.charAt(i) > 0xFF) {
                throw refused(name, i, "U+" + String.format("%04X", (int) value.charAt(i)));
            }
        }
        int at = begin(name, value.length());
        value.getBytes(0, value.length(), bytes, at);
        end(name, at, at + value.length());
        keep(index, name, value);
        return this;
    }

    /**
     * Adds a line.
     *
     * @param name of the field
     * @param value bytes without controls, but for TAB
     * @return this
     * @throws IllegalArgumentException if the value has no form on the wire
     */
    public MutableFields add(FieldName name, byte[] value) {
        int at = begin(name, value.length);
        System.arraycopy(value, 0, bytes, at, value.length);
        return end(name, at, at + value.length);
    }

    /**
     * Adds a line.
     *
     * @param name of the field
     * @param value 0 or more
     * @return this
     */
    public MutableFields add(FieldName name, long value) {
        if (value < 0) {
            throw Fault.ours(name + " is a number, 0 or more, not " + value);
        }
        int at = begin(name, NUMBER);
        return end(name, at, at + Octets.decimal(value, bytes, at));
    }

    /**
     * Adds every line of other fields.
     *
     * @param fields what to add
     * @return this
     */
    public MutableFields addAll(Fields fields) {
        for (int i = 0; i < fields.size(); i++) {
            add(fields.name(i), fields.value(i));
        }
        return this;
    }

    /**
     * One line instead of all of this name.
     *
     * @param name of the field
     * @param value as {@link #add(FieldName, String)} takes it
     * @return this
     */
    public MutableFields set(FieldName name, String value) {
        remove(name);
        return add(name, value);
    }

    /**
     * Removes all lines of a name.
     *
     * @param name of the field
     * @return this
     */
    public MutableFields remove(FieldName name) {
        int index = find(name, 0);
        if (index >= 0) {
            // Rare, so done simply: what is behind the first line is written again, without lines of that name.
            Fields before = copy();
            cut(index);
            for (int i = index; i < before.size(); i++) {
                FieldName other = FieldName.of(before.name(i));
                if (!other.equals(name)) {
                    add(
                            other,
                            before.text(before.valueBegin(i), before.valueEnd(i))
                                    .getBytes(ISO_8859_1));
                }
            }
        }
        return this;
    }

    /**
     * Removes every line.
     *
     * @return this
     */
    public MutableFields clear() {
        if (values == null) {
            names = new FieldName[USUAL_FIELDS];
            values = new String[USUAL_FIELDS];
        }
        if (!reset(KEPT_BYTES)) {
            kept = 0;
        }
        return this;
    }

    /** The line here is lost, and those behind it: another may be longer. */
    private void overwrite(int index) {
        kept = Math.min(kept, index);
        if (values != null && index < USUAL_FIELDS) {
            values[index] = null;
        }
    }

    /** What is written here now may come again. */
    private void keep(int index, FieldName name, String value) {
        if (values != null && index < USUAL_FIELDS) {
            names[index] = name;
            values[index] = value;
            kept = index + 1;
        }
    }

    /** The number in a field of ours, if it is here. */
    OptionalLong number(FieldName name) {
        int index = find(name, 0);
        if (index < 0) {
            return OptionalLong.empty();
        }
        String value = value(index);
        if (!value.matches("[0-9]{1,18}")) {
            throw Fault.ours(name + " is a number, 0 or more, not \"" + value + "\"");
        }
        return OptionalLong.of(Long.parseLong(value));
    }

    /** Writes a name and its colon and makes room for the value and CRLF; answers where the value goes. */
    private int begin(FieldName name, int valueLength) {
        if (size() == Short.MAX_VALUE) {
            throw Fault.ours("more than " + Short.MAX_VALUE + " fields in one message");
        }
        overwrite(size());
        int room = name.bytes.length + COLON_AND_END + valueLength;
        if (bytes.length - length < room) {
            byte[] larger = new byte[Math.max(bytes.length * 2, length + room)];
            System.arraycopy(bytes, 0, larger, 0, length);
            bytes = larger;
        }
        System.arraycopy(name.bytes, 0, bytes, length, name.bytes.length);
        int at = length + name.bytes.length;
        bytes[at] = ':';
        bytes[at + 1] = Octets.SP;
        return at + 2;
    }

    private MutableFields end(FieldName name, int value, int valueEnd) {
        for (int i = Octets.control(bytes, value, valueEnd); i < valueEnd; i = Octets.control(bytes, i + 1, valueEnd)) {
            if (bytes[i] != Octets.HTAB) {
                throw refused(name, i - value, Fault.octet(bytes[i]));
            }
        }
        int begin = value;
        int end = valueEnd;
        while (begin < end && Octets.isBlank(bytes[begin])) {
            begin++;
        }
        while (begin < end && Octets.isBlank(bytes[end - 1])) {
            end--;
        }
        bytes[end] = Octets.CR;
        bytes[end + 1] = Octets.LF;
        slot(length, length + name.bytes.length, begin, end, name.hash, name.number);
        length = end + 2;
        return this;
    }

    private static IllegalArgumentException refused(FieldName name, int index, String what) {
        return Fault.ours("the value of " + name + " cannot be sent: " + what + " at index " + index
                + " would end its line or has no form in one (RFC 9110 §5.5)");
    }
}
