package dev.usher.filters.bayeux;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.usher.filter.Output;
import dev.usher.filter.ProtocolException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * A JSON value as its bytes, which are read only when asked for: what is merely passed on keeps every digit and costs a
 * copy. Immutable; any thread.
 */
public final class Json {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** The value {@code true}. */
    public static final Json TRUE = constant("true");

    /** The value {@code false}. */
    public static final Json FALSE = constant("false");

    /** The value {@code null}. */
    public static final Json NULL = constant("null");

    private final byte[] array;
    private final int offset;
    private final int length;

    Json(byte[] array, int offset, int length) {
        this.array = array;
        this.offset = offset;
        this.length = length;
    }

    private static Json constant(String text) {
        byte[] bytes = text.getBytes(UTF_8);
        return new Json(bytes, 0, bytes.length);
    }

    /**
     * @param value text, a number, a boolean, null, a list or map of such, a record or bean; or Json, which stays as it
     *     is
     * @return its JSON
     * @throws IllegalArgumentException if it cannot be written as JSON
     */
    public static Json of(Object value) {
        if (value instanceof Json made) {
            return made;
        }
        if (value instanceof Boolean is) {
            return is ? TRUE : FALSE;
        }
        if (value == null) {
            return NULL;
        }
        try {
            byte[] bytes = MAPPER.writeValueAsBytes(value);
            return new Json(bytes, 0, bytes.length);
        } catch (JacksonException e) {
            throw new IllegalArgumentException(
                    "cannot write " + value.getClass().getName() + " as JSON: " + e.getOriginalMessage(), e);
        }
    }

    /**
     * @param number any
     * @return its JSON
     */
    public static Json of(long number) {
        return constant(Long.toString(number));
    }

    /**
     * @param text JSON
     * @return the same
     * @throws ProtocolException if it is not one JSON value
     */
    public static Json parse(String text) {
        byte[] bytes = text.getBytes(UTF_8);
        Json json = new Json(bytes, 0, bytes.length);
        json.value();
        return json;
    }

    /** @return maps, lists, text, numbers, booleans or null; made anew at each call */
    public Object value() {
        return as(Object.class);
    }

    /**
     * @param type a record, a bean, or whatever else the value may fit
     * @param <T> the same
     * @return the value
     * @throws ProtocolException if it is not of that type
     */
    public <T> T as(Class<T> type) {
        try {
            return MAPPER.readValue(array, offset, length, type);
        } catch (JacksonException e) {
            throw new ProtocolException("not the JSON of a " + type.getName() + ": " + e.getOriginalMessage());
        }
    }

    /** @return the number of its bytes */
    public int length() {
        return length;
    }

    boolean isText() {
        return array[offset] == '"';
    }

    boolean isObject() {
        return array[offset] == '{';
    }

    boolean isArray() {
        return array[offset] == '[';
    }

    boolean isNumber() {
        return array[offset] == '-' || array[offset] >= '0' && array[offset] <= '9';
    }

    boolean isTrue() {
        return array[offset] == 't';
    }

    boolean isNull() {
        return array[offset] == 'n';
    }

    void write(Output out) {
        out.put(array, offset, length);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Json json
                && java.util.Arrays.equals(
                        array, offset, offset + length, json.array, json.offset, json.offset + json.length);
    }

    @Override
    public int hashCode() {
        return toString().hashCode();
    }

    /** @return the JSON text */
    @Override
    public String toString() {
        return new String(array, offset, length, UTF_8);
    }
}
