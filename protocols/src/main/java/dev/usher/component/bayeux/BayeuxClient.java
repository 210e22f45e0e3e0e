package dev.usher.component.bayeux;

import dev.usher.component.tcp.ClientProxy;
import dev.usher.filters.http.MutableFields;
import dev.usher.kernel.Call;
import dev.usher.kernel.Context;
import dev.usher.kernel.Event;
import dev.usher.kernel.Kernel;
import dev.usher.tls.Tls;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.slf4j.Logger;

/**
 * A Bayeux client (POE::Component::Client::Bayeux), described and found to be possible. Immutable; may be started any
 * number of times, in any kernel, each time for another client of the server.
 */
public final class BayeuxClient {

    /** Sent to a client: asks the server for an id, and connects. */
    public static final Event<Void> INIT = Event.named("init");

    /** Sent to a client: publishes, once it is connected. Called, it answers the message's id. */
    public static final Call<Publish, String> PUBLISH = Call.named("publish", Publish.class, String.class);

    /** Sent to a client by a session: it gets a channel's messages. */
    public static final Event<Listen> SUBSCRIBE = Event.named("subscribe", Listen.class);

    /** Sent to a client: nobody gets a channel's messages any more. */
    public static final Event<String> UNSUBSCRIBE = Event.named("unsubscribe", String.class);

    /** Sent to a client: says goodbye to the server. */
    public static final Event<Void> DISCONNECT = Event.named("disconnect");

    /** Sent to a client: says goodbye, and asks for another id. */
    public static final Event<Void> RECONNECT = Event.named("reconnect");

    /** Sent to a client: ends it, whatever is under way. */
    public static final Event<Void> SHUTDOWN = Event.named("shutdown");

    final String host;
    final int port;
    final boolean secure;
    final Tls tls; // null where it is not secure
    final ClientProxy proxy; // or null
    final String path;
    final String authority;
    final String alias;
    final Logger logger;
    final List<Transport> transports;
    final MutableFields headers;
    final Map<String, String> cookies;
    final Supplier<?> ext; // answers null for none
    final List<ClientExtension> extensions;
    final boolean acknowledge;
    final Duration backoffStep;
    final Duration backoffMost;
    final Duration maxNetworkDelay;
    final long maxAnswer;
    final int maxQueued;
    final MessageHook error; // or null
    final StateHook stateHook; // or null
    final Reload reload; // or null

    BayeuxClient(BayeuxClientBuilder wanted) {
        host = wanted.host;
        port = wanted.port();
        secure = wanted.secure;
        tls = wanted.tls();
        proxy = wanted.proxy;
        path = wanted.path;
        authority = (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
        alias = wanted.alias;
        logger = wanted.logger;
        transports = List.copyOf(wanted.transports);
        headers = new MutableFields().addAll(wanted.headers);
        cookies = new LinkedHashMap<>(wanted.cookies);
        ext = wanted.ext;
        extensions = List.copyOf(wanted.extensions);
        acknowledge = wanted.acknowledge;
        backoffStep = wanted.backoffStep;
        backoffMost = wanted.backoffMost;
        maxNetworkDelay = wanted.maxNetworkDelay;
        maxAnswer = wanted.maxAnswer;
        maxQueued = wanted.maxQueued;
        error = wanted.error;
        stateHook = wanted.stateHook;
        reload = wanted.reload;
    }

    /**
     * Begins a client.
     *
     * @param uri {@code http://host:port/cometd}, or {@code https} for TLS
     * @return what it shall be, to be started
     */
    public static BayeuxClientBuilder to(String uri) {
        return new BayeuxClientBuilder().uri(uri);
    }

    /**
     * Begins a client from the manual's options by name, for programs that are ported.
     *
     * @param options option names and values
     * @return what it shall be, to be started; what is wrong with the values is reported with everything else, then
     */
    public static BayeuxClientBuilder from(Map<String, ?> options) {
        return BayeuxClientOptions.read(options);
    }

    /**
     * Starts it as a child of the session whose handler runs, else of the kernel. It waits for {@link #INIT}.
     *
     * @param kernel where
     * @return the client
     */
    public BayeuxConnection start(Kernel kernel) {
        BayeuxConnection connection = new BayeuxConnection(this);
        kernel.create(BayeuxConnection.STATES, connection);
        return connection;
    }

    /**
     * Starts it as a child of the current session.
     *
     * @param poe the session's context
     * @return the client
     */
    public BayeuxConnection start(Context poe) {
        return start(poe.kernel());
    }
}
