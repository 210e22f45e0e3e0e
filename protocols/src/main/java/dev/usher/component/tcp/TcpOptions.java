package dev.usher.component.tcp;

import dev.usher.filter.Filter;
import dev.usher.filter.InputFilter;
import dev.usher.filter.OutputFilter;
import dev.usher.filters.LineFilter;
import dev.usher.kernel.Call;
import dev.usher.kernel.Event;
import dev.usher.kernel.Handlers;
import dev.usher.kernel.IoError;
import dev.usher.kernel.SessionOption;
import dev.usher.kernel.SessionType;
import dev.usher.network.StreamLink;
import dev.usher.wheel.Opened;
import java.lang.reflect.Constructor;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the manual's options by name into a builder. Unknown names are warned about and ignored, as POE does; wrong
 * values are errors, reported with all others when the server is defined.
 */
final class TcpOptions {
    private static final Logger LOG = LoggerFactory.getLogger(TcpServer.class);
    private static final String MARKS = "HighMark, LowMark, ClientHigh and ClientLow come together or not at all";

    private final Map<String, Object> options;
    private final Set<String> unread;
    private final List<String> errors = new ArrayList<>();

    private TcpOptions(Map<String, ?> options) {
        this.options = new TreeMap<>(options);
        this.unread = new TreeSet<>(options.keySet());
    }

    static TcpServerBuilder<Object, Object, Object> read(Map<String, ?> options) {
        TcpOptions reader = new TcpOptions(options);
        TcpServerBuilder<Object, Object, Object> builder = new TcpServerBuilder<>(reader.filters());
        reader.listener(builder);
        reader.callbacks(builder);
        reader.marks(builder);
        reader.states(builder);
        reader.sessions(builder);
        for (String name : reader.unread) {
            LOG.warn("a TCP server has no option '{}': it is ignored", name);
        }
        builder.errors.addAll(reader.errors);
        return builder;
    }

    // ---- values by name

    private Object take(String name) {
        unread.remove(name);
        return options.get(name);
    }

    /** Hands a value of the right class on; any other but null is an error. */
    private <T> void take(String name, Class<T> type, Consumer<T> use) {
        Object value = take(name);
        if (type.isInstance(value)) {
            use.accept(type.cast(value));
        } else if (value != null) {
            errors.add(name + " must be " + article(type.getSimpleName()) + ", not "
                    + article(value.getClass().getSimpleName()));
        }
    }

    private static String article(String noun) {
        String name = noun.isEmpty() ? "lambda of another shape" : noun;
        return ("AEIOU".indexOf(Character.toUpperCase(name.charAt(0))) >= 0 ? "an " : "a ") + name;
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // the callback's types are what the program says they are
    private <T> void takeTaking(String name, Consumer<Handlers.Taking<T, Object>> use) {
        Object value = options.get(name);
        if (value instanceof Handlers.Plain plain) {
            unread.remove(name);
            use.accept((heap, poe, payload) -> plain.on(heap, poe));
        } else {
            take(name, Handlers.Taking.class, (Consumer) use);
        }
    }

    // ---- the options

    private void listener(TcpServerBuilder<Object, Object, Object> builder) {
        Object port = take("Port");
        if (port instanceof Integer number) {
            builder.port(number);
        } else if (port instanceof String service) {
            builder.port(service);
        } else if (port != null) {
            errors.add("Port must be a number or the name of a service, not "
                    + article(port.getClass().getSimpleName()));
        }
        Object address = take("Address");
        if (address != null) {
            builder.address(address);
        }
        take("Hostname", String.class, builder::hostname);
        take("Alias", String.class, builder::alias);
        Object domain = take("Domain");
        if (domain instanceof Domain given) {
            builder.domain(given);
        } else if (domain != null) {
            errors.add("Domain must be INET, INET6 or UNIX, not " + domain);
        }
        take("Concurrency", Integer.class, builder::concurrency);
        take("ListenQueue", Integer.class, builder::backlog);
        take("ListenerArgs", List.class, list -> builder.listenerArgs(list.toArray()));
        take("ClientArgs", List.class, list -> builder.clientArgs(list.toArray()));
        Object old = take("Args");
        if (old != null) {
            LOG.warn(
                    "the TCP server's option 'Args' is deprecated{}",
                    options.containsKey("ClientArgs") ? " and ignored beside ClientArgs" : ": say ClientArgs");
            if (!options.containsKey("ClientArgs")) {
                if (old instanceof List<?> list) {
                    builder.clientArgs(list.toArray());
                } else {
                    errors.add("Args must be a List");
                }
            }
        }
    }

    @SuppressWarnings("unchecked") // callbacks of the map form take what they are given
    private void callbacks(TcpServerBuilder<Object, Object, Object> builder) {
        take("Started", Handlers.Plain.class, builder::started);
        take("Stopped", Handlers.Plain.class, builder::stopped);
        this.<TcpListener>takeTaking("Error", code -> builder.error(narrow(code, IoError.class)));
        this.<TcpListener>takeTaking("Acceptor", code -> builder.acceptor(narrow(code, Opened.class)));
        this.<TcpConnection<Object, Object, Object>>takeTaking(
                "ClientPreConnect", code -> builder.clientPreConnect(narrow(code, StreamLink.class)));
        this.<TcpConnection<Object, Object, Object>>takeTaking("ClientInput", builder::clientInput);
        this.<TcpConnection<Object, Object, Object>>takeTaking(
                "ClientError", code -> builder.clientError(narrow(code, IoError.class)));
        this.<TcpConnection<Object, Object, Object>>takeTaking(
                "ClientRejected", code -> builder.clientRejected(narrow(code, String.class)));
        take("ClientConnected", Handlers.Plain.class, builder::clientConnected);
        take("ClientDisconnected", Handlers.Plain.class, builder::clientDisconnected);
        take("ClientFlushed", Handlers.Plain.class, builder::clientFlushed);
        take("ClientShutdownOnError", Boolean.class, builder::shutdownOnError);
    }

    private static <H, T> Handlers.Taking<H, T> narrow(Handlers.Taking<H, Object> code, Class<T> type) {
        return (heap, poe, payload) -> code.on(heap, poe, payload);
    }

    @SuppressWarnings("unchecked") // as above
    private void marks(TcpServerBuilder<Object, Object, Object> builder) {
        Object high = take("HighMark");
        Object low = take("LowMark");
        Object onHigh = take("ClientHigh");
        Object onLow = take("ClientLow");
        if (high == null && low == null && onHigh == null && onLow == null) {
            return;
        }
        if (high instanceof Integer highMark
                && low instanceof Integer lowMark
                && onHigh instanceof Handlers.Plain<?> highCode
                && onLow instanceof Handlers.Plain<?> lowCode) {
            builder.marks(
                    lowMark, highMark, (Handlers.Plain<TcpConnection<Object, Object, Object>>) lowCode, (Handlers.Plain<
                                    TcpConnection<Object, Object, Object>>)
                            highCode);
        } else {
            errors.add(MARKS + ", the marks as numbers and the callbacks as code");
        }
    }

    @SuppressWarnings("unchecked") // as above
    private void states(TcpServerBuilder<Object, Object, Object> builder) {
        take(
                "InlineStates",
                Map.class,
                map -> ((Map<?, ?>) map).forEach((name, code) -> {
                    if (code instanceof Handlers.Plain<?> plain) {
                        builder.on(Event.any(name.toString()), (Handlers.Plain<TcpConnection<Object, Object, Object>>)
                                plain);
                    } else if (code instanceof Handlers.Taking<?, ?> taking) {
                        builder.on(
                                Event.any(name.toString()),
                                (Handlers.Taking<TcpConnection<Object, Object, Object>, Object>) taking);
                    } else {
                        errors.add("InlineStates: '" + name + "' needs code");
                    }
                }));
        ownedStates("ObjectStates", builder);
        ownedStates("PackageStates", builder);
    }

    private void ownedStates(String option, TcpServerBuilder<Object, Object, Object> builder) {
        take(option, List.class, list -> {
            if (list.size() % 2 != 0) {
                errors.add(option + " must be a list of pairs: an owner, then its events");
                return;
            }
            for (int i = 0; i < list.size(); i += 2) {
                ownedStates(option, list.get(i), list.get(i + 1), builder);
            }
        });
    }

    private void ownedStates(
            String option, Object owner, Object events, TcpServerBuilder<Object, Object, Object> builder) {
        Map<String, String> methods = new TreeMap<>(); // method by event
        if (events instanceof Map<?, ?> map) {
            map.forEach((event, method) -> methods.put(event.toString(), method.toString()));
        } else if (events instanceof List<?> names) {
            names.forEach(name -> methods.put(name.toString(), name.toString()));
        } else {
            errors.add(option + ": the events of " + owner + " must be a list of names or a map of event to method");
        }
        methods.forEach((event, method) -> NamedMethods.find(owner, method)
                .ifPresentOrElse(
                        handler -> builder.answer(Call.named(event, Object.class, Object.class), handler),
                        () -> errors.add(option + ": " + owner + " has no public method '" + method
                                + "' that takes a TcpConnection, a Context and, if it likes, a payload")));
    }

    private void sessions(TcpServerBuilder<Object, Object, Object> builder) {
        take("SessionType", SessionType.class, builder::sessionType);
        take("SessionParams", List.class, list -> {
            for (int i = 0; i + 1 < list.size(); i += 2) {
                if ("options".equals(list.get(i)) && list.get(i + 1) instanceof Map<?, ?> map) {
                    map.forEach((name, value) -> sessionOption(name.toString(), value, builder));
                } else {
                    errors.add("SessionParams can set options only, not '" + list.get(i) + "'");
                }
            }
        });
    }

    private void sessionOption(String name, Object value, TcpServerBuilder<Object, Object, Object> builder) {
        try {
            SessionOption option = SessionOption.valueOf(name.toUpperCase(Locale.ROOT));
            builder.sessionOption(
                    option, Boolean.TRUE.equals(value) || Integer.valueOf(1).equals(value));
        } catch (IllegalArgumentException e) {
            errors.add("SessionParams: there is no session option '" + name + "': trace, debug and default are");
        }
    }

    // ---- filters

    private FilterPair<Object, Object> filters() {
        Object both = take("ClientFilter");
        Object input = take("ClientInputFilter");
        Object output = take("ClientOutputFilter");
        if ((input == null) != (output == null)) {
            errors.add("ClientInputFilter and ClientOutputFilter come together or not at all");
        } else if (input != null) {
            if (both != null) {
                LOG.warn("the TCP server's option 'ClientFilter' is ignored beside ClientInputFilter");
            }
            Supplier<Object> in = maker("ClientInputFilter", input, InputFilter.class);
            Supplier<Object> out = maker("ClientOutputFilter", output, OutputFilter.class);
            return FilterPair.of(() -> asInput(in.get()), () -> asOutput(out.get()));
        }
        Supplier<Object> maker = both == null ? LineFilter::new : maker("ClientFilter", both, Filter.class);
        return FilterPair.of(() -> asFilter(maker.get()));
    }

    /** A class, a list of a class and its constructor's arguments, a supplier, or a prototype to be made afresh. */
    private Supplier<Object> maker(String option, Object given, Class<?> kind) {
        if (given instanceof Supplier<?> supplier) {
            return supplier::get;
        }
        if (given instanceof Class<?> type) {
            return constructor(option, type, List.of(), kind);
        }
        if (given instanceof List<?> list && !list.isEmpty() && list.get(0) instanceof Class<?> type) {
            return constructor(option, type, list.subList(1, list.size()), kind);
        }
        if (kind.isInstance(given)) {
            return given instanceof InputFilter<?> input ? input::fresh : ((OutputFilter<?>) given)::fresh;
        }
        errors.add(option + " must be " + article(kind.getSimpleName()) + ", its class, a list of its class and its "
                + "constructor's arguments, or a supplier, not " + given);
        return LineFilter::new;
    }

    private Supplier<Object> constructor(String option, Class<?> type, List<?> arguments, Class<?> kind) {
        if (!kind.isAssignableFrom(type)) {
            errors.add(option + ": " + type.getName() + " is not " + article(kind.getSimpleName()));
            return LineFilter::new;
        }
        for (Constructor<?> constructor : type.getConstructors()) {
            if (constructor.getParameterCount() == arguments.size()) {
                Supplier<Object> maker = () -> {
                    try {
                        return constructor.newInstance(arguments.toArray());
                    } catch (ReflectiveOperationException | IllegalArgumentException e) {
                        throw new IllegalStateException(
                                option + ": " + type.getName() + " cannot be made with " + arguments, e);
                    }
                };
                try {
                    maker.get();
                    return maker;
                } catch (IllegalStateException e) {
                    continue; // perhaps another constructor takes these arguments
                }
            }
        }
        errors.add(option + ": " + type.getName() + " has no public constructor that takes " + arguments);
        return LineFilter::new;
    }

    @SuppressWarnings("unchecked") // its class was checked; its records are the program's matter
    private static InputFilter<Object> asInput(Object filter) {
        return (InputFilter<Object>) filter;
    }

    @SuppressWarnings("unchecked") // as above
    private static OutputFilter<Object> asOutput(Object filter) {
        return (OutputFilter<Object>) filter;
    }

    @SuppressWarnings("unchecked") // as above
    private static Filter<Object, Object> asFilter(Object filter) {
        return (Filter<Object, Object>) filter;
    }
}
