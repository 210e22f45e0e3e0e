package dev.usher.component.tcp;

import dev.usher.filter.Input;
import dev.usher.filter.ProtocolException;
import dev.usher.filters.proxy.ProxyFilter;
import dev.usher.filters.proxy.ProxyHeader;
import dev.usher.kernel.Context;
import dev.usher.kernel.IoError;
import dev.usher.kernel.Watch;
import dev.usher.kernel.Watcher;
import dev.usher.network.StreamLink;
import dev.usher.wheel.Opened;
import dev.usher.wheel.Wheel;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;

/**
 * Reads the PROXY header of one connection and not a byte more, then lets go of the link. Belongs to the listener's
 * session.
 */
final class ProxyWheel extends Wheel implements Watcher {
    private final ProxyFilter filter = new ProxyFilter();
    private final Input input = new Input(64);
    private final StreamLink link;
    private final SocketAddress proxy;
    private final ProxyGate gate;
    private Watch watch;
    long timer;

    ProxyWheel(Context poe, Opened opened, ProxyGate gate) {
        super(poe);
        this.link = opened.link();
        this.proxy = opened.remote();
        this.gate = gate;
    }

    void begin(Context poe) {
        watch = poe.watch(link, this);
        watch.read(true);
    }

    @Override
    public void onReadable(Context poe) {
        ProxyHeader header;
        try {
            header = read();
        } catch (ProtocolException e) {
            gate.refuse(poe, this, e);
            return;
        } catch (IOException e) {
            gate.refuse(poe, this, IoError.of("proxy", e));
            return;
        }
        if (header != null) {
            watch.close();
            gate.passed(poe, this, new Proxied(link, proxy, header));
        }
    }

    /** Until the header is there or the link is empty: each read asks for what surely belongs to it. */
    private ProxyHeader read() throws IOException {
        while (true) {
            ByteBuffer bytes = ByteBuffer.allocate(filter.wanted(input));
            int count = link.read(bytes);
            if (count < 0) {
                throw new ProtocolException("the connection ended before its PROXY header was there");
            }
            if (count == 0) {
                return null;
            }
            input.append(bytes.flip());
            ProxyHeader header = filter.next(input);
            if (header != null) {
                return header;
            }
        }
    }

    @Override
    public void onWritable(Context poe) {
        // it never asks
    }

    @Override
    public void onSessionEnd() {
        link.close();
    }

    @Override
    public void close() {
        watch.close();
        link.close();
    }
}
