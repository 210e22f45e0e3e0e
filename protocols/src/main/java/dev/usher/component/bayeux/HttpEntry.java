package dev.usher.component.bayeux;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.usher.component.http.HttpRequest;
import dev.usher.component.http.HttpResponse;
import dev.usher.filters.bayeux.BayeuxError;
import dev.usher.filters.bayeux.BayeuxException;
import dev.usher.filters.bayeux.BayeuxMessage;
import dev.usher.filters.bayeux.MessageReader;
import dev.usher.filters.http.FieldName;
import dev.usher.kernel.Context;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Requests of the transports that poll: what they may be, and the messages in them. One of each server. */
final class HttpEntry {
    static final String BROWSER = "BAYEUX_BROWSER";

    private static final String COOKIE = BROWSER + "=";
    private static final String FORM = "application/x-www-form-urlencoded";

    private final BayeuxServer definition;

    HttpEntry(BayeuxServer definition) {
        this.definition = definition;
    }

    void handle(Context poe, BayeuxListener server, HttpRequest request, HttpResponse response) {
        Optional<String> origin = request.header(FieldName.ORIGIN);
        if (origin.isPresent() && !admits(origin.get(), request, response)) {
            refuse(response, Form.JSON, 403, "scripts of this page may not ask here");
            return;
        }
        Habit habit = Habit.of(request.connection(), server);
        if (habit.has(request.head())) {
            json(poe, server, request, response, habit);
            return;
        }
        switch (request.method()) {
            case "POST" -> post(poe, server, request, response, habit);
            case "GET" -> get(poe, server, request, response, habit);
            case "OPTIONS" -> preflight(origin, request, response);
            default -> {
                response.header(FieldName.ALLOW, "POST, GET, OPTIONS");
                refuse(response, Form.JSON, 405, "messages are posted");
            }
        }
    }

    /** A page of another origin may read answers only where it was allowed to (Fetch §3.2). */
    private boolean admits(String origin, HttpRequest request, HttpResponse response) {
        if (!definition.origins.allows(Optional.of(origin), request.host())) {
            return false;
        }
        response.header("Access-Control-Allow-Origin", origin)
                .header("Access-Control-Allow-Credentials", "true")
                .header("Vary", "Origin");
        return true;
    }

    private static void preflight(Optional<String> origin, HttpRequest request, HttpResponse response) {
        response.code(204).header(FieldName.ALLOW, "POST, GET, OPTIONS");
        if (origin.isPresent()
                && request.header("Access-Control-Request-Method").isPresent()) {
            response.header("Access-Control-Allow-Methods", "POST, GET, OPTIONS")
                    .header("Access-Control-Allow-Headers", "Content-Type, X-Requested-With")
                    .header("Access-Control-Max-Age", "600");
        }
        response.respond().done();
    }

    // ---- POST

    private void post(Context poe, BayeuxListener server, HttpRequest request, HttpResponse response, Habit habit) {
        if (!definition.transports.contains(Transport.LONG_POLLING)) {
            refuse(response, Form.JSON, 405, "long-polling is not spoken here");
            return;
        }
        String type =
                request.header(FieldName.CONTENT_TYPE).map(HttpEntry::bare).orElse("");
        if (type.equals("application/json")) {
            habit.take(request);
            json(poe, server, request, response, habit);
            return;
        }
        habit.forget(request);
        Form form = type.equals("text/json") ? Form.TEXT_JSON : Form.JSON;
        byte[] content = request.content();
        if (isTooMuch(content, response, form)) {
            return;
        }
        List<BayeuxMessage> messages;
        try {
            switch (type) {
                // A page could post without a type, or as text, wherever it likes, and ask nobody.
                case "text/json" -> messages = server.reader().read(content);
                case FORM ->
                    messages = messages(
                            server.reader(),
                            content.length > 0
                                    ? request.form().all("message")
                                    : request.query().all("message"));
                case "" -> {
                    if (request.header(FieldName.ORIGIN).isPresent()) {
                        refuse(response, form, 415, "say Content-Type: application/json");
                        return;
                    }
                    messages = server.reader().read(content);
                }
                default -> {
                    refuse(response, form, 415, "messages are sent as application/json");
                    return;
                }
            }
        } catch (BayeuxException e) {
            refuse(response, form, e.code(), e.getMessage());
            return;
        }
        begin(poe, server, response, form, messages, habit);
    }

    /** As most are posted: what is as the last time need not be read again. */
    private void json(Context poe, BayeuxListener server, HttpRequest request, HttpResponse response, Habit habit) {
        List<BayeuxMessage> messages = habit.messagesOf(request);
        if (messages == null) {
            byte[] content = request.content();
            if (isTooMuch(content, response, Form.JSON)) {
                return;
            }
            try {
                messages = server.reader().read(content);
            } catch (BayeuxException e) {
                refuse(response, Form.JSON, e.code(), e.getMessage());
                return;
            }
            habit.take(content, messages);
        }
        begin(poe, server, response, Form.JSON, messages, habit);
    }

    private boolean isTooMuch(byte[] content, HttpResponse response, Form form) {
        boolean tooMuch = content.length > definition.limits.bytes();
        if (tooMuch) {
            refuse(response, form, 413, "a batch has at most " + definition.limits.bytes() + " bytes");
        }
        return tooMuch;
    }

    private static String bare(String type) {
        int end = type.indexOf(';');
        return (end < 0 ? type : type.substring(0, end)).strip().toLowerCase(Locale.ROOT);
    }

    /** Values that are a message or an array of messages each, in any mixture. */
    private List<BayeuxMessage> messages(MessageReader reader, List<String> values) {
        if (values.isEmpty()) {
            throw new BayeuxException(400, "'message' is missing");
        }
        List<BayeuxMessage> all = new ArrayList<>();
        for (String value : values) {
            all.addAll(reader.read(value.getBytes(UTF_8)));
        }
        if (all.size() > definition.limits.batch()) {
            throw new BayeuxException(413, "a batch has at most " + definition.limits.batch() + " messages");
        }
        return all;
    }

    // ---- GET

    private void get(Context poe, BayeuxListener server, HttpRequest request, HttpResponse response, Habit habit) {
        habit.forget(request);
        List<String> values = request.query().all("message");
        if (values.isEmpty() || !definition.transports.contains(Transport.CALLBACK_POLLING)) {
            response.header(FieldName.ALLOW, "POST, OPTIONS");
            refuse(response, Form.JSON, 405, "messages are posted");
            return;
        }
        Form form = Form.script(request.query("jsonp").orElse(null));
        if (form == null) {
            refuse(response, Form.JSON, 400, "jsonp is no function's name");
            return;
        }
        List<BayeuxMessage> messages;
        try {
            messages = messages(server.reader(), values);
        } catch (BayeuxException e) {
            refuse(response, Form.JSON, e.code(), e.getMessage());
            return;
        }
        begin(poe, server, response, form, messages, habit);
    }

    // ---- both

    private void begin(
            Context poe,
            BayeuxListener server,
            HttpResponse response,
            Form form,
            List<BayeuxMessage> messages,
            Habit habit) {
        HttpCarrier carrier = new HttpCarrier(server, this, response, form, habit);
        poe.call(server.session(), BayeuxListener.BATCH, new Batch(server, carrier, messages));
    }

    private static void refuse(HttpResponse response, Form form, int status, String text) {
        BayeuxMessage why =
                BayeuxMessage.none().error(new BayeuxError(status, text)).build();
        response.code(status)
                .header(FieldName.CACHE_CONTROL, "no-store")
                .header(FieldName.CONTENT_TYPE, form.type(false))
                .content(Batches.array(why))
                .respond()
                .done();
    }

    /** The client's address: the last that no trusted proxy has. */
    String address(HttpRequest request) {
        String address = request.connection().remoteIp();
        if (definition.trustedProxies.has(address)) {
            List<String> hops = request.headers().all(FieldName.X_FORWARDED_FOR);
            String[] all = String.join(",", hops).split(",");
            for (int i = all.length - 1; i >= 0 && definition.trustedProxies.has(address); i--) {
                address = all[i].isBlank() ? address : all[i].strip();
            }
        }
        return address;
    }

    static Optional<String> browser(HttpRequest request) {
        Optional<String> line = request.header(FieldName.COOKIE);
        if (line.isEmpty()) {
            return Optional.empty();
        }
        String cookies = line.get();
        int at = cookies.indexOf(COOKIE);
        if (at < 0 || at > 0 && cookies.charAt(at - 1) != ' ' && cookies.charAt(at - 1) != ';') {
            return Optional.empty();
        }
        int end = cookies.indexOf(';', at);
        String value = cookies.substring(at + COOKIE.length(), end < 0 ? cookies.length() : end);
        return value.isEmpty() ? Optional.empty() : Optional.of(value);
    }
}
