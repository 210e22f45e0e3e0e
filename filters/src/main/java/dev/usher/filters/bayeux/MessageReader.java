package dev.usher.filters.bayeux;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** Reads batches of messages. Immutable; any thread. */
public final class MessageReader {
    private static final JsonFactory FACTORY = new JsonFactory();
    private static final int MARK = 3; // bytes of the mark that some put before UTF-8

    private final int most;

    /** @param most messages of a batch */
    public MessageReader(int most) {
        this.most = most;
    }

    /**
     * Reads a message or an array of messages.
     *
     * @param bytes UTF-8; not to be changed afterwards, since the messages point into them
     * @return the messages in their order
     * @throws BayeuxException if they are not that, or are too many
     */
    public List<BayeuxMessage> read(byte[] bytes) {
        int from = bytes.length >= MARK && bytes[0] == (byte) 0xEF && bytes[1] == (byte) 0xBB && bytes[2] == (byte) 0xBF
                ? MARK
                : 0;
        checkText(bytes, from);
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), bytes, from, bytes.length - from)) {
            List<BayeuxMessage> messages = new ArrayList<>(2);
            JsonToken token = parser.nextToken();
            if (token == JsonToken.START_OBJECT) {
                messages.add(message(parser, bytes, from));
            } else if (token == JsonToken.START_ARRAY) {
                while (parser.nextToken() == JsonToken.START_OBJECT) {
                    if (messages.size() == most) {
                        throw new BayeuxException(413, "a batch has at most " + most + " messages");
                    }
                    messages.add(message(parser, bytes, from));
                }
                if (parser.currentToken() != JsonToken.END_ARRAY) {
                    throw new BayeuxException(400, "a batch is an array of objects");
                }
            } else {
                throw new BayeuxException(400, "a message or an array of messages is needed");
            }
            if (parser.nextToken() != null) {
                throw new BayeuxException(400, "nothing may follow the messages");
            }
            return messages;
        } catch (JacksonException e) {
            throw new BayeuxException(400, "no JSON: " + e.getOriginalMessage());
        }
    }

    private static BayeuxMessage message(JsonParser parser, byte[] bytes, int from) {
        MessageBuilder message = new MessageBuilder();
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            Field field = Field.named(parser.currentName());
            JsonToken token = parser.nextToken();
            if (field == null) {
                parser.skipChildren();
                continue;
            }
            int start = from + (int) parser.currentTokenLocation().getByteOffset();
            String text = null;
            if (token == JsonToken.VALUE_STRING && (field == Field.CHANNEL || field == Field.CLIENT_ID)) {
                text = parser.getString();
            } else {
                parser.skipChildren();
                parser.finishToken();
            }
            int end = from + (int) parser.currentLocation().getByteOffset();
            message.read(field, new Json(bytes, start, end - start));
            if (field == Field.CHANNEL) {
                message.readChannel(text);
            } else if (field == Field.CLIENT_ID) {
                message.readClientId(text);
            }
        }
        return message.finish();
    }

    /** UTF-8 only, and no NUL, by which the parser would take it for another encoding (RFC 8259 §8.1). */
    private static void checkText(byte[] bytes, int from) {
        int wide = -1; // the first byte that is not ASCII
        for (int i = from; i < bytes.length; i++) {
            if (bytes[i] <= 0) {
                if (bytes[i] == 0) {
                    throw new BayeuxException(400, "no JSON: it has a NUL");
                }
                wide = wide < 0 ? i : wide;
            }
        }
        if (wide >= 0) {
            try {
                UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, wide, bytes.length - wide));
            } catch (CharacterCodingException e) {
                throw new BayeuxException(400, "no JSON: it is not in UTF-8");
            }
        }
    }
}
