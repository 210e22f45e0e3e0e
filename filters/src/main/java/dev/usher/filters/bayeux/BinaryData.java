package dev.usher.filters.bayeux;

import dev.usher.filter.ProtocolException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Bytes as the data of a message, as CometD's binary extension has them: {@code {"data":"Z85 text","last":true,
 * "meta":{..}}}, and {@code ext.binary}. Such messages pass through a server like any other.
 *
 * @param bytes not to be changed
 * @param last whether no more belong to it
 * @param meta what else is said of it; may be empty
 */
public record BinaryData(byte[] bytes, boolean last, Map<String, Object> meta) {
    /** The extension's name. */
    public static final String NAME = "binary";

    /** What says that data is such. */
    public static final Json EXT = Json.of(Map.of(NAME, Map.of()));

    /** @param bytes all there are */
    public BinaryData(byte[] bytes) {
        this(bytes, true, Map.of());
    }

    /**
     * Puts it into a message.
     *
     * @param message gets data and ext
     * @return the same
     */
    public MessageBuilder into(MessageBuilder message) {
        return message.data(data()).ext(EXT);
    }

    /** @return as it stands in a message's data */
    public Json data() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("data", Z85.encode(bytes));
        fields.put("last", last);
        if (!meta.isEmpty()) {
            fields.put("meta", meta);
        }
        return Json.of(fields);
    }

    /**
     * Reads it.
     *
     * @param message any
     * @return empty if the message's data is none of this kind
     * @throws ProtocolException if it says so, and is not
     */
    public static Optional<BinaryData> of(BayeuxMessage message) {
        if (message.ext(NAME).isEmpty() || message.data().isEmpty()) {
            return Optional.empty();
        }
        if (message.data().get().value() instanceof Map<?, ?> fields && fields.get("data") instanceof String text) {
            Map<String, Object> meta = new LinkedHashMap<>();
            if (fields.get("meta") instanceof Map<?, ?> said) {
                said.forEach((name, value) -> meta.put(name.toString(), value));
            }
            return Optional.of(new BinaryData(Z85.decode(text), !Boolean.FALSE.equals(fields.get("last")), meta));
        }
        throw new ProtocolException("binary data must be an object with text named data, not "
                + message.data().get());
    }
}
