package dev.usher.recorder;

import dev.usher.network.DatagramLink;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;

/** A datagram socket that gives what was recorded, and looks whether the same is sent. One thread. */
final class ReplayDatagramLink extends ReplayLink implements DatagramLink {

    ReplayDatagramLink(ReplayNetwork network, long id) {
        super(network, id);
    }

    @Override
    public SocketAddress receive(ByteBuffer into) throws IOException {
        Input body = ask(Kind.RECEIVE);
        if (body == null) {
            return null;
        }
        network.answered(body);
        SocketAddress sender = (SocketAddress) Values.read(body);
        int count = body.count();
        if (count > into.remaining()) {
            script.diverge("recorded: receive link " + id + ": " + count + " bytes; the program has room for "
                    + into.remaining());
            return null;
        }
        body.bytes(into, count);
        script.done();
        return sender;
    }

    @Override
    public int send(ByteBuffer from, SocketAddress to) throws IOException {
        int position = from.position();
        int offered = from.remaining();
        from.position(position + offered);
        Input body = ask(Kind.SEND);
        if (body == null) {
            return offered;
        }
        String recorded = "to " + Values.read(body) + " " + body.number() + " bytes";
        String asked = "to " + to + " " + offered + " bytes";
        boolean same = body.int32() == script.check(from, position, offered);
        if (!recorded.equals(asked) || !same) {
            script.diverge("recorded: send link " + id + " " + recorded + "; the program sends " + asked
                    + (recorded.equals(asked) ? ", but others" : ""));
            return offered;
        }
        from.position(position);
        network.answered(body);
        int count = body.count();
        script.done();
        from.position(position + count);
        return count;
    }

    @Override
    public SocketAddress remoteAddress() {
        return address(Kind.REMOTE_ADDRESS);
    }
}
