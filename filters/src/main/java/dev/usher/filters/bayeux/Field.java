package dev.usher.filters.bayeux;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.HashMap;
import java.util.Map;

/** The fields that messages have by the protocol (Bayeux 1.0 §3), in the order in which they are written. */
enum Field {
    CHANNEL("channel", "text"),
    SUCCESSFUL("successful", "true or false"),
    ID("id", "text"),
    CLIENT_ID("clientId", "text"),
    SUBSCRIPTION("subscription", "text or a list of text"),
    VERSION("version", "text"),
    MINIMUM_VERSION("minimumVersion", "text"),
    SUPPORTED_CONNECTION_TYPES("supportedConnectionTypes", "a list of text"),
    CONNECTION_TYPE("connectionType", "text"),
    CONNECTION_ID("connectionId", "text"),
    TIMESTAMP("timestamp", "text"),
    DATA("data", "any JSON"),
    EXT("ext", "an object"),
    ADVICE("advice", "an object"),
    ERROR("error", "text");

    private static final Map<String, Field> NAMED = new HashMap<>();

    static {
        for (Field field : values()) {
            NAMED.put(field.word, field);
        }
    }

    final String word;
    final String wanted;
    final byte[] prefix;

    Field(String word, String wanted) {
        this.word = word;
        this.wanted = wanted;
        prefix = ('"' + word + "\":").getBytes(US_ASCII);
    }

    /** The field of a name, or null. */
    static Field named(String name) {
        return NAMED.get(name);
    }

    /** Whether a value is of the kind that the field must have. */
    boolean takes(Json value) {
        return switch (this) {
            case ID -> value.isText() || value.isNumber(); // clients that count have always been let through
            case SUBSCRIPTION -> value.isText() || value.isArray();
            case SUPPORTED_CONNECTION_TYPES -> value.isArray();
            case EXT, ADVICE -> value.isObject();
            case SUCCESSFUL -> !value.isText() && !value.isObject() && !value.isArray() && !value.isNumber();
            case DATA -> true;
            default -> value.isText();
        };
    }
}
