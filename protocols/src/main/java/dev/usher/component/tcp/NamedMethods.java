package dev.usher.component.tcp;

import dev.usher.kernel.Context;
import dev.usher.kernel.Handlers;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Optional;

/**
 * Finds the methods that ObjectStates and PackageStates name: public ones of the program's own classes, that take
 * {@code (heap, Context)} or {@code (heap, Context, payload)}.
 */
final class NamedMethods {
    private NamedMethods() {}

    /** The method as a handler; empty if the owner has none of that name and shape. */
    static <H> Optional<Handlers.Answering<H, Object, Object>> find(Object owner, String name, Class<?> heap) {
        boolean isPackage = owner instanceof Class<?>;
        Class<?> type = isPackage ? (Class<?>) owner : owner.getClass();
        for (Method method : type.getMethods()) {
            if (method.getName().equals(name)
                    && Modifier.isStatic(method.getModifiers()) == isPackage
                    && fits(method.getParameterTypes(), heap)) {
                return Optional.of(handler(method, isPackage ? null : owner));
            }
        }
        return Optional.empty();
    }

    private static boolean fits(Class<?>[] parameters, Class<?> heap) {
        return (parameters.length == 2 || parameters.length == 3)
                && parameters[0].isAssignableFrom(heap)
                && parameters[1] == Context.class;
    }

    private static <H> Handlers.Answering<H, Object, Object> handler(Method method, Object owner) {
        boolean takes = method.getParameterCount() == 3;
        return (heap, poe, payload) -> {
            try {
                return takes ? method.invoke(owner, heap, poe, payload) : method.invoke(owner, heap, poe);
            } catch (InvocationTargetException e) {
                if (e.getCause() instanceof Exception cause) {
                    throw cause;
                }
                throw e;
            }
        };
    }
}
