package dev.usher.filters.bayeux;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes a message. Each verb changes this builder and answers it. Not thread-safe. */
public final class MessageBuilder {
    static final Field[] ORDER = Field.values();

    private final Json[] values;
    private Map<String, Json> more; // or null
    private String channel; // or null
    private String clientId; // or null
    private String fault; // or null

    MessageBuilder() {
        values = new Json[ORDER.length];
    }

    MessageBuilder(Json[] values, Map<String, Json> more, String channel, String clientId) {
        this.values = values.clone();
        this.more = more == null ? null : new LinkedHashMap<>(more);
        this.channel = channel;
        this.clientId = clientId;
    }

    /**
     * @param name of the channel
     * @return this
     */
    public MessageBuilder channel(String name) {
        channel = name;
        values[Field.CHANNEL.ordinal()] = Json.of((Object) name);
        return this;
    }

    /**
     * The same channel as another message's, not encoded again.
     *
     * @param other has a channel
     * @return this
     */
    public MessageBuilder channelOf(BayeuxMessage other) {
        channel = other.hasChannel() ? other.channel() : null;
        values[Field.CHANNEL.ordinal()] = other.field(Field.CHANNEL.word).orElse(null);
        return this;
    }

    /**
     * @param id of the client
     * @return this
     */
    public MessageBuilder clientId(String id) {
        clientId = id;
        return set(Field.CLIENT_ID, Json.of((Object) id));
    }

    /**
     * Who sends it, for receivers in this process; not written.
     *
     * @param id of the client; may be null
     * @return this
     */
    public MessageBuilder sender(String id) {
        clientId = id;
        values[Field.CLIENT_ID.ordinal()] = null;
        return this;
    }

    /**
     * @param id text or a number, in whatever form {@link Json#of(Object)} takes it
     * @return this
     */
    public MessageBuilder id(Object id) {
        return set(Field.ID, Json.of(id));
    }

    /** @return this, without an id */
    public MessageBuilder noId() {
        return set(Field.ID, null);
    }

    /**
     * @param data in whatever form {@link Json#of(Object)} takes it; or {@link BinaryData}, which says so in
     *     {@code ext} too
     * @return this
     */
    public MessageBuilder data(Object data) {
        return data instanceof BinaryData bytes ? bytes.into(this) : set(Field.DATA, Json.of(data));
    }

    /**
     * @param ext a map, or whatever else becomes a JSON object
     * @return this
     * @throws IllegalArgumentException if it becomes something else
     */
    public MessageBuilder ext(Object ext) {
        return field(Field.EXT.word, ext);
    }

    /**
     * @param advice how to go on
     * @return this
     */
    public MessageBuilder advice(Advice advice) {
        return set(Field.ADVICE, advice.json());
    }

    /**
     * @param advice how to go on, already written
     * @return this
     */
    public MessageBuilder advice(Json advice) {
        return set(Field.ADVICE, advice);
    }

    /**
     * @param successful whether what it answers was done
     * @return this
     */
    public MessageBuilder successful(boolean successful) {
        return set(Field.SUCCESSFUL, successful ? Json.TRUE : Json.FALSE);
    }

    /**
     * Not successful.
     *
     * @param error why
     * @return this
     */
    public MessageBuilder error(BayeuxError error) {
        return successful(false).set(Field.ERROR, Json.of((Object) error.toString()));
    }

    /**
     * @param channels text or a list of text
     * @return this
     */
    public MessageBuilder subscription(Object channels) {
        return set(Field.SUBSCRIPTION, Json.of(channels));
    }

    /**
     * @param version that is spoken
     * @param minimum that is understood
     * @param types transports that are spoken
     * @return this
     */
    public MessageBuilder speaks(String version, String minimum, List<String> types) {
        return set(Field.VERSION, Json.of((Object) version))
                .set(Field.MINIMUM_VERSION, Json.of((Object) minimum))
                .set(Field.SUPPORTED_CONNECTION_TYPES, Json.of((Object) types));
    }

    /**
     * A field by whatever name, the protocol's or another.
     *
     * @param name of the field
     * @param value in whatever form {@link Json#of(Object)} takes it
     * @return this
     * @throws IllegalArgumentException if the field must be of another kind
     */
    public MessageBuilder field(String name, Object value) {
        Json json = Json.of(value);
        Field field = Field.named(name);
        if (field == null) {
            if (more == null) {
                more = new LinkedHashMap<>();
            }
            more.put(name, json);
        } else if (!field.takes(json)) {
            throw new IllegalArgumentException(name + " must be " + field.wanted + ", not " + json);
        } else {
            set(field, json);
            channel = field == Field.CHANNEL ? json.text() : channel;
            clientId = field == Field.CLIENT_ID ? json.text() : clientId;
        }
        return this;
    }

    MessageBuilder set(Field field, Json value) {
        values[field.ordinal()] = value;
        return this;
    }

    /** A value that has come; null counts as absent but in data. */
    void read(Field field, Json value) {
        if (value.isNull() && field != Field.DATA && field != Field.CHANNEL) {
            values[field.ordinal()] = null;
        } else if (field.takes(value)) {
            values[field.ordinal()] = value;
        } else if (fault == null) {
            fault = field.word + " must be " + field.wanted;
        }
    }

    void readChannel(String name) {
        channel = name;
    }

    void readClientId(String id) {
        clientId = id;
    }

    /** @return the message; this builder may go on */
    public BayeuxMessage build() {
        return new BayeuxMessage(
                values.clone(), more == null ? null : new LinkedHashMap<>(more), channel, clientId, fault);
    }

    /** The message; this builder must not go on. */
    BayeuxMessage finish() {
        return new BayeuxMessage(values, more, channel, clientId, fault);
    }
}
