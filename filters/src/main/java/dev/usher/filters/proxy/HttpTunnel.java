package dev.usher.filters.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.usher.filter.Input;
import dev.usher.filter.Output;
import dev.usher.filter.ProtocolException;
import dev.usher.filters.http.FieldName;
import dev.usher.filters.http.Fields;
import dev.usher.filters.http.MutableFields;
import dev.usher.filters.http.RequestEncoder;
import dev.usher.filters.http.RequestHead;

/** The way through an HTTP proxy (RFC 9110 §9.3.6, CONNECT). Belongs to one connection and its thread. */
public final class HttpTunnel implements Tunnel {
    private static final int LONGEST = 16_384; // of a head: who says more has something else in mind
    private static final byte[] END = {'\r', '\n', '\r', '\n'};
    private static final int STATUS = "HTTP/1.1 ".length();

    private final String authority;
    private final Fields fields;
    private boolean asked;
    private int searched; // bytes of the answer that hold no end
    private int matched; // of the end, at the end of those

    /**
     * A way that is still to be asked for.
     *
     * @param authority host and port, an IPv6 address in brackets
     * @param fields to say with the request, Proxy-Authorization say; not Host
     */
    public HttpTunnel(String authority, Fields fields) {
        this.authority = authority;
        this.fields = fields;
    }

    @Override
    public boolean advance(Input answers, Output questions) {
        if (!asked) {
            asked = true;
            MutableFields all =
                    new MutableFields().add(FieldName.HOST, authority).addAll(fields);
            new RequestEncoder().put(RequestHead.of("CONNECT", authority, all), questions);
            return false;
        }
        while (search(answers)) {
            String head = answers.take(searched, ISO_8859_1);
            searched = 0;
            matched = 0;
            String line = head.substring(0, head.indexOf('\r'));
            if (!line.matches("HTTP/1\\.[01] [1-9][0-9][0-9]( .*)?")) {
                throw new ProtocolException("the proxy speaks no HTTP/1.1: it began with '" + shown(line) + "'");
            }
            char kind = line.charAt(STATUS);
            if (kind == '2') {
                return true;
            }
            if (kind != '1') { // RFC 9110 §15.2: others follow those
                throw new ProtocolException(
                        "the proxy refuses CONNECT to " + authority + ": " + shown(line.substring(STATUS)));
            }
        }
        if (answers.remaining() >= LONGEST) {
            throw new ProtocolException("the proxy's answer has more than " + LONGEST + " bytes");
        }
        return false;
    }

    /** Whether the head is whole: the first {@link #searched} bytes then. Looks at each byte once. */
    private boolean search(Input answers) {
        while (matched < END.length && searched < answers.remaining()) {
            byte next = answers.at(searched++);
            matched = next == END[matched] ? matched + 1 : next == END[0] ? 1 : 0;
        }
        return matched == END.length;
    }

    private static String shown(String text) {
        String clean = text.replaceAll("[^ -~]", ".");
        return clean.length() > 100 ? clean.substring(0, 100) + "..." : clean;
    }

    @Override
    public int wanted(Input answers) {
        return END.length - matched;
    }
}
