package dev.usher.component.tcp;

import dev.usher.filter.Input;
import dev.usher.filter.Output;
import dev.usher.filter.ProtocolException;
import dev.usher.filters.proxy.Tunnel;
import dev.usher.kernel.Context;
import dev.usher.kernel.Errno;
import dev.usher.kernel.IoError;
import dev.usher.kernel.Watch;
import dev.usher.kernel.Watcher;
import dev.usher.network.StreamLink;
import dev.usher.tls.Tls;
import dev.usher.wheel.Opened;
import dev.usher.wheel.SocketFactory;
import dev.usher.wheel.Wheel;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Asks a proxy for the way to a client's server, shakes hands with the server if there is TLS, then lets go of the
 * link: by ARRIVED or NOT_ARRIVED. Belongs to the client's session.
 */
final class TunnelWheel extends Wheel implements Watcher {
    private final Input answers = new Input(64);
    private final Output questions = new Output(128);
    private final StreamLink link;
    private final Tunnel tunnel;
    private final Tls tls; // or null
    private final String host;
    private Watch watch;
    private SocketFactory upgrading; // or null
    private boolean done;

    TunnelWheel(Context poe, StreamLink link, Tunnel tunnel, Tls tls, String host) {
        super(poe);
        this.link = link;
        this.tunnel = tunnel;
        this.tls = tls;
        this.host = host;
    }

    void begin(Context poe) {
        watch = poe.watch(link, this);
        goOn(poe);
    }

    @Override
    public void onReadable(Context poe) {
        goOn(poe);
    }

    @Override
    public void onWritable(Context poe) {
        goOn(poe);
    }

    private void goOn(Context poe) {
        try {
            while (!tunnel.advance(answers, questions)) {
                write();
                if (!read()) {
                    watch.read(true);
                    watch.write(!questions.isEmpty());
                    return;
                }
            }
        } catch (ProtocolException e) {
            fail(poe, new IoError("proxy", Errno.EPROTO, e.getMessage()));
            return;
        } catch (IOException e) {
            fail(poe, IoError.of("proxy", e));
            return;
        }
        done = true;
        watch.close();
        if (tls == null) {
            poe.deliver(Connector.ARRIVED, new Opened(link, link.remoteAddress()), id());
        } else {
            upgrading = SocketFactory.upgrade(link)
                    .tls(tls, host)
                    .successEvent(Connector.ARRIVED)
                    .failureEvent(Connector.NOT_ARRIVED)
                    .open(poe);
        }
    }

    private void write() throws IOException {
        if (!questions.isEmpty()) {
            questions.skip(link.write(ByteBuffer.wrap(questions.array(), questions.head(), questions.size())));
        }
    }

    /** What surely is the proxy's answer and nothing of the server; false if nothing is there. */
    private boolean read() throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(tunnel.wanted(answers));
        int count = link.read(bytes);
        if (count < 0) {
            throw new ProtocolException("the proxy has closed the connection before the way was open");
        }
        answers.append(bytes.flip());
        return count > 0;
    }

    private void fail(Context poe, IoError error) {
        close();
        poe.deliver(Connector.NOT_ARRIVED, error, id());
    }

    @Override
    public void onSessionEnd() {
        link.close();
    }

    @Override
    public void close() {
        if (upgrading != null) {
            upgrading.close();
        } else if (!done) {
            done = true;
            watch.close();
            link.close();
        }
    }
}
