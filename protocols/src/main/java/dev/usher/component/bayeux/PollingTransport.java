package dev.usher.component.bayeux;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.usher.filters.bayeux.BayeuxException;
import dev.usher.filters.bayeux.BayeuxMessage;
import dev.usher.filters.bayeux.MessageReader;
import dev.usher.filters.http.FieldName;
import dev.usher.filters.http.MutableFields;
import dev.usher.filters.http.RequestHead;
import dev.usher.filters.http.ResponseHead;
import dev.usher.kernel.Context;
import java.net.URLEncoder;
import java.util.Arrays;
import java.util.List;

/**
 * Messages by requests, and the server's in their answers (Bayeux 1.0 §6): connects on one connection, all others on
 * another, so that what is published need not wait for what is held. Belongs to one client.
 */
final class PollingTransport implements ClientTransport {
    private static final int OK = 200;
    private static final String FUNCTION = "f";

    private final BayeuxClient definition;
    private final Transport kind;
    private final Told told;
    private final HttpLine connects;
    private final HttpLine others;
    private final MessageReader reader = new MessageReader(Integer.MAX_VALUE);
    private final Cookies cookies;

    PollingTransport(BayeuxClient definition, Transport kind, Cookies cookies, Told told) {
        this.definition = definition;
        this.kind = kind;
        this.cookies = cookies;
        this.told = told;
        connects = new HttpLine(definition);
        others = new HttpLine(definition);
    }

    @Override
    public Transport kind() {
        return kind;
    }

    @Override
    public void send(Context poe, List<BayeuxMessage> messages) {
        boolean polls = messages.get(0).channel().equals(MetaChannels.CONNECT);
        (polls ? connects : others).ask(poe, new Asked(messages));
    }

    @Override
    public void proceed(Context poe) {
        connects.proceed(poe);
        others.proceed(poe);
    }

    @Override
    public void reset() {
        connects.reset();
        others.reset();
    }

    private final class Asked implements HttpLine.Asking {
        private final List<BayeuxMessage> messages;
        private final byte[] json;

        Asked(List<BayeuxMessage> messages) {
            this.messages = messages;
            json = Batches.array(messages);
        }

        private boolean isScript() {
            return kind == Transport.CALLBACK_POLLING;
        }

        @Override
        public byte[] content() {
            return isScript() ? new byte[0] : json;
        }

        @Override
        public RequestHead head() {
            MutableFields fields = new MutableFields().add(FieldName.HOST, definition.authority);
            if (!isScript()) {
                fields.add(FieldName.CONTENT_TYPE, "application/json;charset=UTF-8")
                        .add(FieldName.CONTENT_LENGTH, json.length);
            }
            String said = cookies.line();
            if (!said.isEmpty()) {
                fields.add(FieldName.COOKIE, said);
            }
            fields.addAll(definition.headers);
            return isScript()
                    ? RequestHead.of(
                            "GET",
                            definition.path + (definition.path.indexOf('?') < 0 ? '?' : '&') + "jsonp=" + FUNCTION
                                    + "&message=" + escaped(),
                            fields)
                    : RequestHead.of("POST", definition.path, fields);
        }

        private String escaped() {
            return URLEncoder.encode(new String(json, UTF_8), UTF_8);
        }

        @Override
        public void answered(int status, ResponseHead head, byte[] content) {
            head.fields().all(FieldName.SET_COOKIE).forEach(cookies::set);
            if (status != OK) {
                failed("the server answered " + status + " " + head.reason(), false);
                return;
            }
            List<BayeuxMessage> replies;
            try {
                replies = reader.read(plain(content));
            } catch (BayeuxException e) {
                failed("the server's answer was " + e.getMessage(), false);
                return;
            }
            told.heard(PollingTransport.this, replies);
        }

        @Override
        public void failed(String why, boolean hopeless) {
            told.failed(PollingTransport.this, messages, why, hopeless);
        }
    }

    /** The JSON in what came: in a call of the function, or in a comment, as an old server may wrap it. */
    private static byte[] plain(byte[] content) {
        String text = content.length == 0 ? "" : new String(content, ISO_8859_1).strip();
        if (text.startsWith("/*") && !text.startsWith("/**/") && text.endsWith("*/")) {
            return text.substring(2, text.length() - 2).strip().getBytes(ISO_8859_1);
        }
        int from = text.indexOf(FUNCTION + "(");
        if ((text.startsWith("/**/") || from == 0) && from >= 0 && text.lastIndexOf(')') > from) {
            return text.substring(from + FUNCTION.length() + 1, text.lastIndexOf(')'))
                    .getBytes(ISO_8859_1);
        }
        return content.length == 0 ? "[]".getBytes(ISO_8859_1) : Arrays.copyOf(content, content.length);
    }
}
