package dev.usher.component.bayeux;

import dev.usher.filters.bayeux.ChannelName;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * The half of a description that says who may do what, and what becomes of messages. Each verb changes it and answers
 * the whole. Not thread-safe.
 *
 * @param <B> the whole
 */
public abstract sealed class BayeuxRulesBuilder<B extends BayeuxRulesBuilder<B>> permits BayeuxServerBuilder {
    final List<String> errors = new ArrayList<>();
    boolean anonPublish;
    boolean anonService;
    boolean echo = true;
    boolean passId = true;
    boolean passExt;
    boolean trustBrowser;
    boolean commentFiltered;
    boolean metaConnectDeliverOnly;
    boolean secureCookie;
    String sameSite = "Lax";
    Duration aclTimeout = Duration.ofSeconds(10);
    int clientMaxConnections = 10;
    int messageRate;
    final Set<String> persistent = new LinkedHashSet<>();
    final List<String> lazy = new ArrayList<>();
    final List<Rule> rules = new ArrayList<>();
    final Map<String, Service> services = new HashMap<>();
    Service otherServices;
    MessageAcl acl;
    Consumer<? super ServerEvent> callback;
    final List<BayeuxExtension> extensions = new ArrayList<>();
    BayeuxLimits limits = BayeuxLimits.DEFAULT;
    QueuePolicy queuePolicy = QueuePolicy.DROP_OLDEST;
    Bus bus; // null: one of its own
    RandomGenerator random = new SecureRandom();

    BayeuxRulesBuilder() {}

    abstract B self();

    // ---- who may do what

    /**
     * @param on whether messages are taken without a handshake; not unless said
     * @return this
     */
    public final B anonPublish(boolean on) {
        anonPublish = on;
        return self();
    }

    /**
     * @param on whether services are for those too who never shook hands; not unless said
     * @return this
     */
    public final B anonService(boolean on) {
        anonService = on;
        return self();
    }

    /**
     * @param judge decides on each message; all are allowed unless said
     * @return this
     */
    public final B messageAcl(MessageAcl judge) {
        acl = judge;
        return self();
    }

    /**
     * @param time for a decision that was deferred; 10 s unless said, zero for ever
     * @return this
     */
    public final B aclTimeout(Duration time) {
        aclTimeout = notNegative("aclTimeout", time);
        return self();
    }

    /**
     * Grants rights. Once anything is granted or an authorizer is given, what none of them grants is refused.
     *
     * @param pattern a channel or a pattern
     * @param rights all if none is said
     * @return this
     */
    public final B allow(String pattern, Right... rights) {
        Set<Right> granted = rights.length == 0 ? EnumSet.allOf(Right.class) : EnumSet.copyOf(List.of(rights));
        if (granted.contains(Right.SUBSCRIBE) && rights.length > 0) {
            granted.add(Right.CREATE); // who may only say CREATE where it matters need not say it here
        }
        return authorize(
                pattern,
                (client, right, channel, message) ->
                        granted.contains(right) ? Authorizer.Verdict.GRANT : Authorizer.Verdict.PASS);
    }

    /**
     * Decides on the channels of a pattern. Once anything is granted or an authorizer is given, what none of them
     * grants is refused.
     *
     * @param pattern a channel or a pattern
     * @param authorizer decides
     * @return this
     */
    public final B authorize(String pattern, Authorizer authorizer) {
        channel("authorize", pattern);
        rules.add(new Rule(pattern, authorizer));
        return self();
    }

    /**
     * @param most connects that are held for one address; 0 for any number. 10 unless said
     * @return this
     */
    public final B clientMaxConnections(int most) {
        clientMaxConnections = atLeast("clientMaxConnections", most, 0);
        return self();
    }

    /**
     * @param most messages in a second of a client that has shaken hands; 0, the default, for any number
     * @return this
     */
    public final B messageRate(int most) {
        messageRate = atLeast("messageRate", most, 0);
        return self();
    }

    /**
     * @param on whether a client is only known to the browser that it shook hands from, by its cookie
     * @return this
     */
    public final B sameBrowser(boolean on) {
        trustBrowser = on;
        return self();
    }

    /**
     * The cookie that tells browsers apart.
     *
     * @param mode Strict, Lax, or None, which needs secure
     * @param secure whether it is sent by TLS only
     * @return this
     */
    public final B cookie(String mode, boolean secure) {
        if (!List.of("Strict", "Lax", "None").contains(mode) || mode.equals("None") && !secure) {
            errors.add("cookie must be Strict, Lax, or None and secure, not '" + mode + "'");
        }
        sameSite = mode;
        secureCookie = secure;
        return self();
    }

    // ---- messages

    /**
     * Answers {@code /service/name}.
     *
     * @param name of the service; {@code _handler} for all that have none of their own
     * @param service answers
     * @return this
     */
    public final B service(String name, Service service) {
        if (name.equals("_handler")) {
            otherServices = service;
        } else if (ChannelName.fault("/service/" + name).isPresent() || ChannelName.isPattern("/service/" + name)) {
            errors.add("a service's name is part of a channel, not '" + name + "'");
        } else {
            services.put(name, service);
        }
        return self();
    }

    /**
     * @param told of what happens
     * @return this
     */
    public final B callback(Consumer<? super ServerEvent> told) {
        callback = told;
        return self();
    }

    /**
     * @param extension sees all messages, behind those given before
     * @return this
     */
    public final B extend(BayeuxExtension extension) {
        extensions.add(extension);
        return self();
    }

    /**
     * @param on whether a client gets what it publishes itself, where it has subscribed; so unless said
     * @return this
     */
    public final B echo(boolean on) {
        echo = on;
        return self();
    }

    /**
     * What subscribers get of a message beside channel and data.
     *
     * @param id its id; so unless said
     * @param ext what extensions said in it, which may be the publisher's secret; not unless said
     * @return this
     */
    public final B passOn(boolean id, boolean ext) {
        passId = id;
        passExt = ext;
        return self();
    }

    /**
     * @param pattern a channel or a pattern whose messages need not wake anybody
     * @return this
     */
    public final B lazy(String pattern) {
        channel("lazy", pattern);
        lazy.add(pattern);
        return self();
    }

    /**
     * @param name of a channel that there is whether or not it has subscribers
     * @return this
     */
    public final B persistent(String name) {
        channel("persistent", name);
        if (ChannelName.isPattern(name)) {
            errors.add("persistent needs a channel, not the pattern '" + name + "'");
        }
        persistent.add(name);
        return self();
    }

    /**
     * @param on whether messages come with the answers of connects only, so that their order is strict on any
     *     transport; not unless said
     * @return this
     */
    public final B metaConnectDeliverOnly(boolean on) {
        metaConnectDeliverOnly = on;
        return self();
    }

    /**
     * @param on whether clients that ask for it get their messages in comments: a protection that browsers need no more
     * @return this
     */
    public final B commentFiltered(boolean on) {
        commentFiltered = on;
        return self();
    }

    /**
     * @param most how much is taken and kept
     * @return this
     */
    public final B limits(BayeuxLimits most) {
        limits = most;
        return self();
    }

    /**
     * @param policy what is done when a client's queue is full
     * @return this
     */
    public final B queuePolicy(QueuePolicy policy) {
        queuePolicy = policy;
        return self();
    }

    /**
     * @param carries messages to other servers too; one of its own unless said
     * @return this
     */
    public final B bus(Bus carries) {
        bus = carries;
        return self();
    }

    /**
     * @param source of ids: seeded in tests, and nowhere else
     * @return this
     */
    public final B random(RandomGenerator source) {
        random = source;
        return self();
    }

    private void channel(String verb, String name) {
        ChannelName.fault(name).ifPresent(fault -> errors.add(verb + ": '" + name + "': " + fault));
    }

    final Duration notNegative(String name, Duration time) {
        if (time.isNegative()) {
            errors.add(name + " must be zero or more, not " + time);
            return Duration.ZERO;
        }
        return time;
    }

    final int atLeast(String name, int value, int least) {
        if (value < least) {
            errors.add(name + " must be " + least + " or more, not " + value);
            return least;
        }
        return value;
    }
}
