package dev.usher.filters.bayeux;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.usher.filter.Output;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A Bayeux message. Immutable but for its bytes, which are made when first asked for; belongs to one thread for that.
 *
 * <p>A value of the wrong kind is not there, and {@link #fault} tells of it.
 */
public final class BayeuxMessage {
    private final Json[] values;
    private final Map<String, Json> more; // or null
    private final String channel; // or null
    private final String clientId; // or null
    private final String fault; // or null
    private byte[] bytes; // or null

    BayeuxMessage(Json[] values, Map<String, Json> more, String channel, String clientId, String fault) {
        this.values = values;
        this.more = more;
        this.channel = channel;
        this.clientId = clientId;
        this.fault = fault;
    }

    /**
     * Begins a message.
     *
     * @param channel that it is on
     * @return to be completed
     */
    public static MessageBuilder on(String channel) {
        return new MessageBuilder().channel(channel);
    }

    /**
     * Begins a message that is on no channel, since it answers what is no message.
     *
     * @return to be completed
     */
    public static MessageBuilder none() {
        return new MessageBuilder();
    }

    /**
     * Begins a message on the same channel with the same id, if there are any.
     *
     * @param message that is answered
     * @return to be completed
     */
    public static MessageBuilder answering(BayeuxMessage message) {
        return new MessageBuilder().channelOf(message).set(Field.ID, message.values[Field.ID.ordinal()]);
    }

    /** @return another message that begins as this one */
    public MessageBuilder change() {
        return new MessageBuilder(values, more, channel, clientId);
    }

    /** @return what is wrong with the kinds of its values, empty if nothing is */
    public Optional<String> fault() {
        return Optional.ofNullable(fault);
    }

    /** @return the channel; empty text if none was said */
    public String channel() {
        return channel == null ? "" : channel;
    }

    /** @return whether a channel was said */
    public boolean hasChannel() {
        return channel != null;
    }

    /** @return whether it is one of the protocol's own */
    public boolean isMeta() {
        return channel != null && ChannelName.isMeta(channel);
    }

    /** @return the last segment of a meta channel: handshake, connect, ... */
    public String type() {
        return isMeta() ? channel.substring(Math.min(channel.length(), "/meta/".length())) : "";
    }

    /** @return what follows {@code /service/} in the channel; empty for other channels */
    public String method() {
        return channel != null && channel.startsWith("/service/") ? channel.substring("/service/".length()) : "";
    }

    /** @return who sends it, or whom it answers */
    public Optional<String> clientId() {
        return Optional.ofNullable(clientId);
    }

    /** @return the id, as text also if it is a number */
    public Optional<String> id() {
        Json id = values[Field.ID.ordinal()];
        return id == null ? Optional.empty() : Optional.of(id.isText() ? id.as(String.class) : id.toString());
    }

    /** @return the id as it came */
    public Optional<Json> rawId() {
        return Optional.ofNullable(values[Field.ID.ordinal()]);
    }

    /** @return what it carries */
    public Optional<Json> data() {
        return Optional.ofNullable(values[Field.DATA.ordinal()]);
    }

    /** @return what extensions say */
    public Optional<Json> ext() {
        return Optional.ofNullable(values[Field.EXT.ordinal()]);
    }

    /**
     * A value in {@code ext}.
     *
     * @param name of the extension
     * @return what it says; empty also for null
     */
    public Optional<Object> ext(String name) {
        return ext().map(json -> ((Map<?, ?>) json.value()).get(name));
    }

    /** @return how to go on */
    public Optional<Json> advice() {
        return Optional.ofNullable(values[Field.ADVICE.ordinal()]);
    }

    /** @return how long a client wants its connect to be held at most, milliseconds; -1 if it does not say */
    public long adviceTimeout() {
        Json advice = values[Field.ADVICE.ordinal()];
        if (advice != null && advice.value() instanceof Map<?, ?> map && map.get("timeout") instanceof Number number) {
            return Math.max(0, number.longValue());
        }
        return -1;
    }

    /** @return the channels to subscribe to or not; empty if none were said, or not in text */
    public List<String> subscription() {
        return texts(Field.SUBSCRIPTION);
    }

    /** @return the subscription as it came */
    public Optional<Json> rawSubscription() {
        return Optional.ofNullable(values[Field.SUBSCRIPTION.ordinal()]);
    }

    /** @return the version that is spoken */
    public Optional<String> version() {
        return text(Field.VERSION);
    }

    /** @return the oldest version that is understood */
    public Optional<String> minimumVersion() {
        return text(Field.MINIMUM_VERSION);
    }

    /** @return the transports that are spoken; those that are not text are left out */
    public List<String> supportedConnectionTypes() {
        return texts(Field.SUPPORTED_CONNECTION_TYPES);
    }

    /** @return the transport of a connect */
    public Optional<String> connectionType() {
        return text(Field.CONNECTION_TYPE);
    }

    /** @return the old protocol's connection id */
    public Optional<String> connectionId() {
        return text(Field.CONNECTION_ID);
    }

    /** @return when it was sent */
    public Optional<String> timestamp() {
        return text(Field.TIMESTAMP);
    }

    /** @return whether it answers, and how */
    public Optional<Boolean> successful() {
        Json value = values[Field.SUCCESSFUL.ordinal()];
        return value == null ? Optional.empty() : Optional.of(value.isTrue());
    }

    /** @return why it was not successful */
    public Optional<String> error() {
        return text(Field.ERROR);
    }

    /**
     * A value by whatever name, the protocol's or another.
     *
     * @param name of the field
     * @return its value
     */
    public Optional<Json> field(String name) {
        Field field = Field.named(name);
        if (field != null) {
            return Optional.ofNullable(values[field.ordinal()]);
        }
        return more == null ? Optional.empty() : Optional.ofNullable(more.get(name));
    }

    private Optional<String> text(Field field) {
        Json value = values[field.ordinal()];
        return value == null ? Optional.empty() : Optional.of(value.as(String.class));
    }

    private List<String> texts(Field field) {
        Json value = values[field.ordinal()];
        if (value == null) {
            return List.of();
        }
        if (value.isText()) {
            return List.of(value.as(String.class));
        }
        return value.value() instanceof List<?> list
                ? list.stream()
                        .filter(String.class::isInstance)
                        .map(String.class::cast)
                        .toList()
                : List.of();
    }

    /** @return as it is sent; the same array each time, not to be changed */
    public byte[] bytes() {
        if (bytes == null) {
            Output out = new Output(96 + weight());
            out.put((byte) '{');
            boolean first = true;
            for (Field field : MessageBuilder.ORDER) {
                Json value = values[field.ordinal()];
                if (value != null) {
                    if (!first) {
                        out.put((byte) ',');
                    }
                    first = false;
                    out.put(field.prefix);
                    value.write(out);
                }
            }
            if (more != null) {
                for (Map.Entry<String, Json> entry : more.entrySet()) {
                    if (!first) {
                        out.put((byte) ',');
                    }
                    first = false;
                    Json.of(entry.getKey()).write(out);
                    out.put((byte) ':');
                    entry.getValue().write(out);
                }
            }
            out.put((byte) '}');
            bytes = out.toByteArray();
        }
        return bytes;
    }

    private int weight() {
        int weight = 0;
        for (Json value : values) {
            weight += value == null ? 0 : value.length() + 20;
        }
        return weight;
    }

    /** @return its JSON */
    @Override
    public String toString() {
        return new String(bytes(), UTF_8);
    }
}
