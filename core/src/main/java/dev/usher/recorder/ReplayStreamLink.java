package dev.usher.recorder;

import dev.usher.network.StreamLink;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngine;

/** A connection that gives the bytes that were recorded, and looks whether the same are written. One thread. */
final class ReplayStreamLink extends ReplayLink implements StreamLink {

    ReplayStreamLink(ReplayNetwork network, long id) {
        super(network, id);
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        Input body = ask(Kind.READ);
        if (body == null) {
            return 0;
        }
        network.answered(body);
        boolean end = body.bool();
        int count = body.count();
        if (count > into.remaining()) {
            script.diverge("recorded: read link " + id + ": " + count + " bytes; the program has room for "
                    + into.remaining());
            return 0;
        }
        body.bytes(into, count);
        script.done();
        return end ? -1 : count;
    }

    @Override
    public int write(ByteBuffer from) throws IOException {
        int position = from.position();
        int offered = from.remaining();
        Input body = ask(Kind.WRITE);
        if (body == null) {
            from.position(position + offered);
            return offered;
        }
        long recorded = body.number();
        if (recorded != offered) {
            script.diverge("recorded: write link " + id + ": " + recorded + " bytes; the program writes " + offered);
            from.position(position + offered);
            return offered;
        }
        network.answered(body);
        int count = offered - body.count();
        if (body.int32() == script.check(from, position, count)) {
            script.done();
        } else {
            script.diverge(
                    "recorded: write link " + id + ": " + recorded + " bytes; the program writes as many, but others");
        }
        from.position(position + count);
        return count;
    }

    @Override
    public boolean finishConnect() throws IOException {
        Input body = ask(Kind.FINISH_CONNECT);
        if (body == null) {
            return false;
        }
        try {
            network.answered(body);
        } catch (IOException failure) {
            if (isOpen()) {
                gone();
            }
            throw failure;
        }
        boolean connected = body.bool();
        script.done();
        return connected;
    }

    @Override
    public void shutdownOutput() throws IOException {
        shutdown(Kind.SHUTDOWN_OUTPUT);
    }

    @Override
    public void shutdownInput() throws IOException {
        shutdown(Kind.SHUTDOWN_INPUT);
    }

    private void shutdown(Kind kind) throws IOException {
        Input body = ask(kind);
        if (body != null) {
            network.answered(body);
            script.done();
        }
    }

    @Override
    public SSLEngine engine(SSLEngine engine) {
        return new ReplayEngine(this);
    }

    @Override
    public SocketAddress remoteAddress() {
        return address(Kind.REMOTE_ADDRESS);
    }
}
