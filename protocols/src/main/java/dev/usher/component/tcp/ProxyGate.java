package dev.usher.component.tcp;

import dev.usher.filter.ProtocolException;
import dev.usher.kernel.Context;
import dev.usher.kernel.Errno;
import dev.usher.kernel.Event;
import dev.usher.kernel.IoError;
import dev.usher.wheel.Opened;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Where a listener's connections wait until their proxies have said whose they are. Belongs to the listener's session,
 * which handles {@link #PASSED} and {@link #REFUSED} and hands {@link #LATE} back. Not thread-safe.
 *
 * <p>A connection is with the gate from {@link #admit} until one of the two comes; a refused one is closed.
 */
public final class ProxyGate {
    /** A connection with its header. */
    public static final Event<Proxied> PASSED = Event.named("tcp_proxy_passed", Proxied.class);

    /** A connection was refused and closed: operation {@code proxy}, and why. */
    public static final Event<IoError> REFUSED = Event.named("tcp_proxy_refused", IoError.class);

    /** A wheel's time is over: to be handed to {@link #late}. */
    public static final Event<Long> LATE = Event.named("tcp_proxy_late", Long.class);

    private final Map<Long, ProxyWheel> waiting = new LinkedHashMap<>();

    /** A gate with nobody waiting. */
    public ProxyGate() {}

    /**
     * Takes a connection in.
     *
     * @param poe the listener's context
     * @param opened the connection
     * @param proxies whom to believe
     */
    public void admit(Context poe, Opened opened, ProxyProtocol proxies) {
        if (!proxies.trusts(opened.remote())) {
            opened.link().close();
            poe.yield(
                    REFUSED,
                    new IoError("proxy", Errno.EACCES, opened.remoteIp() + " is none of the proxies that are trusted"));
            return;
        }
        ProxyWheel wheel = new ProxyWheel(poe, opened, this);
        waiting.put(wheel.id(), wheel);
        wheel.timer = poe.delaySet(LATE, proxies.timeout(), wheel.id());
        wheel.begin(poe);
    }

    /**
     * A wheel's time is over.
     *
     * @param poe the listener's context
     * @param wheelId which, as it came with LATE
     */
    public void late(Context poe, long wheelId) {
        ProxyWheel wheel = waiting.get(wheelId);
        if (wheel != null) {
            refuse(poe, wheel, new IoError("proxy", Errno.ETIMEDOUT, "the PROXY header did not come in time"));
        }
    }

    /** @return how many wait */
    public int waiting() {
        return waiting.size();
    }

    /**
     * Closes all that wait: nothing more is told of them.
     *
     * @param poe the listener's context
     */
    public void close(Context poe) {
        for (ProxyWheel wheel : waiting.values()) {
            wheel.close();
            poe.alarmRemove(wheel.timer);
        }
        waiting.clear();
    }

    void passed(Context poe, ProxyWheel wheel, Proxied proxied) {
        forget(poe, wheel);
        poe.deliver(PASSED, proxied, wheel.id());
    }

    void refuse(Context poe, ProxyWheel wheel, ProtocolException why) {
        refuse(poe, wheel, new IoError("proxy", Errno.EPROTO, why.getMessage()));
    }

    void refuse(Context poe, ProxyWheel wheel, IoError why) {
        wheel.close();
        forget(poe, wheel);
        poe.deliver(REFUSED, why, wheel.id());
    }

    private void forget(Context poe, ProxyWheel wheel) {
        waiting.remove(wheel.id());
        poe.alarmRemove(wheel.timer);
    }
}
