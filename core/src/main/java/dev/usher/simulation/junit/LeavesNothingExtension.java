package dev.usher.simulation.junit;

import dev.usher.kernel.Kernel;
import dev.usher.kernel.KernelDump;
import dev.usher.simulation.SimulatedHost;
import dev.usher.simulation.Simulation;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;

/** Looks at the kernels of a test when its method has returned, before anything behind it could tidy up. */
final class LeavesNothingExtension implements InvocationInterceptor {

    @Override
    public void interceptTestMethod(
            Invocation<Void> invocation, ReflectiveInvocationContext<Method> method, ExtensionContext context)
            throws Throwable {
        invocation.proceed();
        look(method);
    }

    @Override
    public void interceptTestTemplateMethod(
            Invocation<Void> invocation, ReflectiveInvocationContext<Method> method, ExtensionContext context)
            throws Throwable {
        invocation.proceed();
        look(method);
    }

    private static void look(ReflectiveInvocationContext<Method> method) throws IllegalAccessException {
        Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        List<String> left = new ArrayList<>();
        Object test = method.getTarget().orElse(null);
        for (Class<?> type = method.getTargetClass(); type != Object.class; type = type.getSuperclass()) {
            for (Field field : type.getDeclaredFields()) {
                if (holdsKernel(field.getType()) && (test != null || Modifier.isStatic(field.getModifiers()))) {
                    field.setAccessible(true);
                    look(field.getName(), field.get(test), seen, left);
                }
            }
        }
        for (Object argument : method.getArguments()) {
            look("a parameter", argument, seen, left);
        }
        if (!left.isEmpty()) {
            throw new AssertionError("the test leaves behind:\n" + String.join("\n", left));
        }
    }

    private static boolean holdsKernel(Class<?> type) {
        return type == Kernel.class || type == Simulation.class;
    }

    private static void look(String where, Object value, Set<Object> seen, List<String> left) {
        if (value instanceof Simulation simulation) {
            simulation.runUntilIdle();
            for (SimulatedHost host : simulation.hosts()) {
                if (seen.add(host.kernel())) {
                    look(host.kernel() == simulation.kernel() ? where : where + ", " + host.name(), host, left);
                }
            }
        } else if (value instanceof Kernel kernel && seen.add(kernel)) {
            look(where, kernel.dump(), left);
        }
    }

    private static void look(String where, SimulatedHost host, List<String> left) {
        look(where, host.kernel().dump(), left);
        int unwatched = host.network().openLinks() - host.network().watchedLinks();
        if (unwatched > 0) {
            left.add("  in " + where + ": links that are open and that nobody watches: " + unwatched
                    + ". Give each to a wheel, or close it");
        }
    }

    private static void look(String where, KernelDump dump, List<String> left) {
        for (KernelDump.SessionDump session : dump.sessions()) {
            left.add("  in " + where + ": " + session.why());
            session.holders().forEach(holder -> left.add("    " + holder));
        }
    }
}
