package dev.usher.component.bayeux;

import dev.usher.component.http.HttpConnection;
import dev.usher.component.http.HttpResponse;
import dev.usher.component.http.Successor;
import dev.usher.filters.bayeux.BayeuxMessage;
import dev.usher.filters.http.FieldName;
import dev.usher.kernel.Context;
import java.util.List;
import java.util.Optional;

/** A request, and the answer that it waits for. Belongs to the kernel's thread. */
final class HttpCarrier implements Carrier, Successor {
    private final BayeuxListener server;
    private final HttpConnection connection;
    private final HttpResponse response;
    private final Form form;
    private final HttpEntry entry;
    private final Habit habit;
    private final Optional<String> browser;
    private String address; // until it is asked for, null
    private Poll poll; // or null
    private Client served; // or null

    HttpCarrier(BayeuxListener server, HttpEntry entry, HttpResponse response, Form form, Habit habit) {
        this.server = server;
        this.entry = entry;
        this.response = response;
        this.form = form;
        this.habit = habit;
        browser = habit.browser();
        connection = response.request().connection();
    }

    @Override
    public Transport transport() {
        return form.transport();
    }

    @Override
    public String address() {
        if (address == null) {
            address = entry.address(response.request());
        }
        return address;
    }

    @Override
    public Optional<String> browser() {
        return browser;
    }

    @Override
    public Client senderOf(BayeuxMessage message) {
        return habit.senderOf(message);
    }

    @Override
    public void sentBy(Client client, BayeuxMessage message) {
        habit.sentBy(client, message);
    }

    @Override
    public boolean isOpen() {
        return !response.finished() && !connection.inputEnded();
    }

    @Override
    public void send(List<BayeuxMessage> messages) {
        send(200, Batches.array(messages));
    }

    @Override
    public void refuse(int status, BayeuxMessage why) {
        send(status, Batches.array(why));
    }

    private void send(int status, byte[] json) {
        if (response.finished()) {
            return;
        }
        boolean commented = served != null && served.isCommentFiltered();
        response.code(status)
                .header(FieldName.CACHE_CONTROL, "no-store")
                .header(FieldName.CONTENT_TYPE, form.type(commented));
        form.guard(response);
        response.content(form.content(json, commented)).respond().done();
    }

    @Override
    public void flush() {
        connection.flush();
    }

    @Override
    public void waits(boolean on) {
        // Nothing comes behind it before it is answered.
    }

    @Override
    public void serves(Client client) {
        served = client;
        client.reachedBy(this);
    }

    @Override
    public void remember(String name) {
        response.headers().add(FieldName.SET_COOKIE, server.definition().cookie(name));
    }

    // ---- while a connect is held

    @Override
    public void holds(Poll held) {
        poll = held;
        connection.successor(held == null ? null : this);
    }

    @Override
    public void inputEnded(Context poe) {
        // It may have gone, or only have said all: the messages wait for its next connect.
        Poll old = poll;
        if (old != null) {
            old.client.released();
            old.answer(List.of(old.client.sent(old.reply)));
        }
    }

    @Override
    public void shutdown(Context poe) {
        // The Bayeux server has been told before.
    }

    @Override
    public void ended(Context poe) {
        Poll old = poll;
        if (old != null) {
            old.client.released();
        }
    }
}
