package dev.usher.component.bayeux;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.usher.component.http.HttpResponse;
import dev.usher.filter.Output;
import java.util.regex.Pattern;

/** In what form messages go back on a request. Immutable. */
final class Form {
    /** As asked for by POST. */
    static final Form JSON = new Form(Transport.LONG_POLLING, "application/json;charset=UTF-8", null);

    /** The same by its old name. */
    static final Form TEXT_JSON = new Form(Transport.LONG_POLLING, "text/json; charset=utf-8", null);

    private static final String USUAL_FUNCTION = "jsonpcallback";
    private static final int LONGEST = 128;
    private static final Pattern FUNCTION = Pattern.compile("[A-Za-z_$][A-Za-z0-9_$]*(\\.[A-Za-z_$][A-Za-z0-9_$]*)*");

    private final Transport transport;
    private final String type;
    private final byte[] function; // or null

    private Form(Transport transport, String type, byte[] function) {
        this.transport = transport;
        this.type = type;
        this.function = function;
    }

    /** A script that calls a function; null if that is no function's name. */
    static Form script(String name) {
        String wanted = name == null ? USUAL_FUNCTION : name;
        if (wanted.length() > LONGEST || !FUNCTION.matcher(wanted).matches()) {
            return null;
        }
        // The comment keeps the first bytes from being taken for another format.
        return new Form(
                Transport.CALLBACK_POLLING,
                "application/javascript;charset=UTF-8",
                ("/**/" + wanted + "(").getBytes(US_ASCII));
    }

    Transport transport() {
        return transport;
    }

    String type(boolean commented) {
        return commented && function == null ? "text/json-comment-filtered; charset=utf-8" : type;
    }

    void guard(HttpResponse response) {
        if (function != null) {
            response.header("X-Content-Type-Options", "nosniff");
        }
    }

    byte[] content(byte[] json, boolean commented) {
        if (function == null && !commented) {
            return json;
        }
        Output out = new Output(json.length + 64);
        if (function == null) {
            out.put((byte) '/');
            out.put((byte) '*');
            out.put(json);
            out.put((byte) '*');
            out.put((byte) '/');
        } else {
            out.put(function);
            script(json, out);
            out.put((byte) ')');
        }
        return out.toByteArray();
    }

    /** U+2028 and U+2029 end lines in old scripts, and in JSON do not. */
    private static void script(byte[] json, Output out) {
        int from = 0;
        for (int i = 0; i + 2 < json.length; i++) {
            if (json[i] == (byte) 0xE2 && json[i + 1] == (byte) 0x80 && (json[i + 2] & 0xFE) == 0xA8) {
                out.put(json, from, i - from);
                out.put((json[i + 2] == (byte) 0xA8 ? "\\u2028" : "\\u2029").getBytes(US_ASCII));
                from = i + 3;
            }
        }
        out.put(json, from, json.length - from);
    }
}
