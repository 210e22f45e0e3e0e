package dev.usher.kernel;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The operating system's signals of this process, which go to every kernel that has a handler for them. Thread-safe.
 *
 * <p>Reached through {@code sun.misc.Signal} by reflection, since naming that class warns at compile time; where it is
 * missing, or the JVM keeps a signal for itself, the signal simply never comes. What handled a signal before gets it
 * back when the last kernel lets go.
 */
final class OsSignals {
    private static final Map<String, List<Kernel>> SUBSCRIBERS = new HashMap<>();
    private static final Map<String, Object> FORMER = new HashMap<>();

    private OsSignals() {}

    static synchronized void subscribe(String name, Kernel kernel) {
        if (!name.equals(name.toUpperCase(Locale.ROOT))) {
            return; // a program's own: those of the system are in capitals
        }
        List<Kernel> kernels = SUBSCRIBERS.computeIfAbsent(name, n -> new ArrayList<>());
        kernels.add(kernel);
        if (kernels.size() == 1) {
            Object former = handle(name, proxy(name));
            if (former != null) {
                FORMER.put(name, former);
            }
        }
    }

    static synchronized void unsubscribe(String name, Kernel kernel) {
        List<Kernel> kernels = SUBSCRIBERS.get(name);
        if (kernels != null && kernels.remove(kernel) && kernels.isEmpty()) {
            SUBSCRIBERS.remove(name);
            Object former = FORMER.remove(name);
            if (former != null) {
                handle(name, former);
            }
        }
    }

    private static synchronized List<Kernel> subscribers(String name) {
        return List.copyOf(SUBSCRIBERS.getOrDefault(name, List.of()));
    }

    private static Object proxy(String name) {
        try {
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            InvocationHandler tellAll = (proxy, method, arguments) -> switch (method.getName()) {
                case "handle" -> {
                    for (Kernel kernel : subscribers(name)) {
                        kernel.signalFromOs(name);
                    }
                    yield null;
                }
                case "equals" -> proxy == arguments[0];
                case "hashCode" -> System.identityHashCode(proxy);
                default -> "signal " + name;
            };
            return Proxy.newProxyInstance(OsSignals.class.getClassLoader(), new Class<?>[] {handler}, tellAll);
        } catch (ClassNotFoundException e) {
            return null;
        }
    }

    /** Installs a handler and answers the former one; null where signals cannot be handled. */
    private static Object handle(String name, Object handler) {
        if (handler == null) {
            return null;
        }
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handlers = Class.forName("sun.misc.SignalHandler");
            Method handle = signal.getMethod("handle", signal, handlers);
            return handle.invoke(null, signal.getConstructor(String.class).newInstance(name), handler);
        } catch (ReflectiveOperationException | IllegalArgumentException e) {
            Logs.KERNEL.debug("signal {} is not to be had from the system", name, e);
            return null;
        }
    }
}
