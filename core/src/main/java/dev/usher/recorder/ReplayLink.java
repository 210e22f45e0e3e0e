package dev.usher.recorder;

import dev.usher.network.Link;
import dev.usher.network.Poller;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.SocketOption;

/** What replayed links share. One thread. */
abstract class ReplayLink implements Link {
    final ReplayNetwork network;
    final Script script;
    final long id;
    Object attachment;
    private boolean open = true;

    ReplayLink(ReplayNetwork network, long id) {
        this.network = network;
        script = network.script();
        this.id = id;
        network.made(this);
    }

    /** The program asks something of this link: the body behind the link's number, or null when it is over. */
    final Input ask(Kind kind) {
        Input body = script.ask(kind, () -> kind.text() + " link " + id);
        if (body == null) {
            return null;
        }
        long recorded = body.number();
        if (recorded != id) {
            script.diverge("recorded: " + kind.text() + " link " + recorded + "; the program asks for: " + kind.text()
                    + " link " + id);
            return null;
        }
        return body;
    }

    @Override
    public final boolean isOpen() {
        return open;
    }

    @Override
    public final SocketAddress localAddress() {
        return address(Kind.LOCAL_ADDRESS);
    }

    final SocketAddress address(Kind which) {
        Input body = script.isOwn() ? ask(which) : null;
        if (body == null) {
            return null;
        }
        SocketAddress address = (SocketAddress) Values.read(body);
        script.done();
        return address;
    }

    @Override
    public final <T> T option(SocketOption<T> option) throws IOException {
        Input body = ask(Kind.GET_OPTION);
        if (body == null || !isNamed(body.text(), option.name())) {
            return null;
        }
        network.answered(body);
        T value = option.type().cast(Values.read(body));
        script.done();
        return value;
    }

    @Override
    public final <T> void option(SocketOption<T> option, T value) throws IOException {
        Input body = ask(Kind.SET_OPTION);
        if (body != null && isNamed(body.text() + " " + body.text(), option.name() + " " + value)) {
            network.answered(body);
            script.done();
        }
    }

    private boolean isNamed(String recorded, String asked) {
        if (!recorded.equals(asked)) {
            script.diverge(
                    "recorded: option " + recorded + " of link " + id + "; the program asks for option " + asked);
        }
        return recorded.equals(asked);
    }

    @Override
    public final void close() {
        if (open) {
            script.did(Acts.CLOSE, id);
            gone();
        }
    }

    /** It is closed, or was by a failure to connect. */
    final void gone() {
        open = false;
        network.closed(this);
        Object watching = attachment;
        attachment = null;
        if (watching instanceof Poller.Attachment told) {
            told.linkClosed();
        }
    }

    @Override
    public String toString() {
        return "link " + id;
    }
}
