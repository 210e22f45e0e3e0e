package dev.usher.filters;

import dev.usher.filter.Output;
import dev.usher.filter.ProtocolException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/**
 * JSON, by Jackson: records, beans, maps, lists, text and numbers. Immutable, for any number of filters on any thread.
 *
 * @param <T> the values; {@code Object} gives maps, lists, text, numbers and booleans
 */
public final class JsonSerializer<T> implements Serializer<T> {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final Class<T> type;
    private final ObjectReader reader;
    private final ObjectWriter writer;

    /** @param type of the values, the only one that is ever made of a peer's bytes */
    public JsonSerializer(Class<T> type) {
        this.type = type;
        reader = MAPPER.readerFor(type);
        writer = MAPPER.writerFor(type);
    }

    @Override
    public void freeze(T value, Output out) {
        try {
            writer.writeValue(new OutputEnd(out), value);
        } catch (JacksonException e) {
            throw new IllegalArgumentException(
                    "cannot write " + value.getClass().getName() + " as JSON: " + e.getOriginalMessage(), e);
        }
    }

    @Override
    public T thaw(byte[] bytes, int offset, int length) {
        T value;
        try {
            value = reader.readValue(bytes, offset, length);
        } catch (JacksonException e) {
            throw new ProtocolException(
                    "not the JSON of a " + type.getName() + ": " + e.getOriginalMessage() + where(e));
        }
        if (value == null) {
            throw new ProtocolException("the JSON of a " + type.getName() + " must not be null");
        }
        return value;
    }

    private static String where(JacksonException e) {
        return e.getLocation() == null
                ? ""
                : ", at line " + e.getLocation().getLineNr() + ", column "
                        + e.getLocation().getColumnNr();
    }

    @Override
    public String toString() {
        return "JsonSerializer[" + type.getName() + "]";
    }
}
