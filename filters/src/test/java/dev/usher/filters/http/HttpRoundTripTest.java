package dev.usher.filters.http;

import dev.usher.filter.Filter;
import dev.usher.filter.Input;
import dev.usher.filter.Output;
import dev.usher.filter.OutputFilter;
import dev.usher.filters.RoundTrip;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What an encoder puts, the parser of the other side gives, whatever the cuts: whole messages, at random. */
class HttpRoundTripTest {
    private static final String[] METHODS = {"GET", "HEAD", "POST", "PUT", "frob"};
    private static final int[] STATUSES = {200, 201, 404, 500, 204, 304};
    private static final String[] NAMES = {"Accept", "X-A", "x-b", "Cookie", "Vary", "ETag"};

    /** One message: its head as text, its fields, its content, its trailers. */
    private record Message(
            String line, List<String> fields, boolean chunked, String content, List<String> trailers, int cuts) {

        Object compared() {
            return List.of(line, fields, content, trailers);
        }
    }

    @Test
    void shouldGiveTheRequestsThatWerePut() {
        RoundTrip.check(RequestSide::new, HttpRoundTripTest::request, Message::compared);
    }

    @Test
    void shouldGiveTheResponsesThatWerePut() {
        RoundTrip.check(ResponseSide::new, HttpRoundTripTest::response, Message::compared);
    }

    private static Message request(Random random) {
        String method = METHODS[random.nextInt(METHODS.length)];
        String line = method + " /" + word(random) + (random.nextBoolean() ? "?" + word(random) : "") + " HTTP/1.1";
        return message(random, line, true);
    }

    private static Message response(Random random) {
        int status = STATUSES[random.nextInt(STATUSES.length)];
        return message(random, "HTTP/1.1 " + status + " " + Status.reason(status), !Status.isBare(status));
    }

    private static Message message(Random random, String line, boolean mayHaveContent) {
        boolean chunked = mayHaveContent && random.nextBoolean();
        String content = mayHaveContent ? word(random).repeat(random.nextInt(20)) : "";
        List<String> trailers = chunked && random.nextBoolean() ? fields(random) : List.of();
        return new Message(line, fields(random), chunked, content, trailers, 1 + random.nextInt(4));
    }

    private static List<String> fields(Random random) {
        List<String> fields = new ArrayList<>();
        for (int i = random.nextInt(5); i > 0; i--) {
            fields.add(NAMES[random.nextInt(NAMES.length)] + ": " + word(random).strip());
        }
        return fields;
    }

    private static String word(Random random) {
        StringBuilder word = new StringBuilder();
        for (int i = random.nextInt(12); i > 0; i--) {
            word.append((char) ('a' + random.nextInt(26)));
        }
        return word.toString();
    }

    private static MutableFields addTo(MutableFields fields, List<String> lines) {
        for (String line : lines) {
            int colon = line.indexOf(':');
            fields.add(line.substring(0, colon), line.substring(colon + 2));
        }
        return fields;
    }

    private static List<String> lines(Fields fields) {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < fields.size(); i++) {
            FieldName name = FieldName.of(fields.name(i));
            boolean framing = name.equals(FieldName.HOST)
                    || name.equals(FieldName.CONTENT_LENGTH)
                    || name.equals(FieldName.TRANSFER_ENCODING)
                    || name.equals(FieldName.DATE);
            if (!framing) {
                lines.add(fields.name(i) + ": " + fields.value(i));
            }
        }
        return lines;
    }

    /** Puts the content of a message in pieces, and its trailers. */
    private static void putContent(Message message, OutputFilter<HttpPart> encoder, Output out) {
        byte[] bytes = Octets.bytes(message.content);
        int step = bytes.length / message.cuts + 1;
        int from = 0;
        for (; from + step < bytes.length; from += step) {
            encoder.put(new Content().wrap(bytes, from, step, false), out);
        }
        boolean last = message.trailers.isEmpty();
        encoder.put(new Content().wrap(bytes, from, bytes.length - from, last), out);
        if (!last) {
            encoder.put(new Trailers(addTo(new MutableFields(), message.trailers)), out);
        }
    }

    /** Collects the parts of a message. */
    private abstract static class Side implements Filter<Message, Message> {
        private String line = "";
        private List<String> fields = List.of();
        private final StringBuilder content = new StringBuilder();

        abstract HttpPart part(Input input);

        @Override
        public Message next(Input input) {
            for (HttpPart part = part(input); part != null; part = part(input)) {
                List<String> trailers = List.of();
                if (part instanceof Content piece) {
                    content.append(piece);
                } else if (part instanceof Trailers last) {
                    trailers = lines(last.fields());
                } else {
                    line = part.toString();
                    fields = lines(part instanceof RequestHead head ? head.fields() : ((ResponseHead) part).fields());
                    content.setLength(0);
                }
                if (part.isLast()) {
                    return new Message(line, fields, false, content.toString(), trailers, 0);
                }
            }
            return null;
        }

        @Override
        public Filter<Message, Message> fresh() {
            throw new UnsupportedOperationException("not asked for here");
        }
    }

    private static final class RequestSide extends Side {
        private final RequestParser parser = new RequestParser();
        private final RequestEncoder encoder = new RequestEncoder();

        @Override
        HttpPart part(Input input) {
            return parser.next(input);
        }

        @Override
        public void put(Message message, Output out) {
            MutableFields fields = addTo(new MutableFields().add(FieldName.HOST, "a"), message.fields);
            if (message.chunked) {
                fields.add(FieldName.TRANSFER_ENCODING, "chunked");
            } else if (!message.content.isEmpty()) {
                fields.add(FieldName.CONTENT_LENGTH, message.content.length());
            }
            String[] words = message.line.split(" ");
            encoder.put(RequestHead.of(words[0], words[1], fields), out);
            if (message.chunked || !message.content.isEmpty()) {
                putContent(message, encoder, out);
            }
        }
    }

    private static final class ResponseSide extends Side {
        private static final RequestHead GET = RequestHead.of("GET", "/", new MutableFields().add(FieldName.HOST, "a"));

        private final ResponseParser parser = new ResponseParser();
        private final ResponseEncoder encoder = new ResponseEncoder(new DateField(() -> 0));

        ResponseSide() {
            for (int i = 0; i < 20; i++) { // the most that a round trip has
                parser.sent(GET);
            }
        }

        @Override
        HttpPart part(Input input) {
            return parser.next(input);
        }

        @Override
        public void put(Message message, Output out) {
            int status = Integer.parseInt(message.line.split(" ")[1]);
            ResponseHead head = new ResponseHead().status(status);
            addTo(head.fields(), message.fields);
            if (message.chunked) {
                encoder.put(head.streamed(), out);
                putContent(message, encoder, out);
            } else if (message.cuts > 2 && !message.content.isEmpty()) {
                encoder.put(head.streamed(message.content.length()), out);
                putContent(message, encoder, out);
            } else {
                encoder.put(head.content(Octets.bytes(message.content)), out);
            }
        }
    }
}
