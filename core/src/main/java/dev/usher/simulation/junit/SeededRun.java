package dev.usher.simulation.junit;

import dev.usher.simulation.Simulation;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;

/** A test with one seed. */
final class SeededRun implements TestTemplateInvocationContext, ParameterResolver, AfterEachCallback {
    private final long seed;
    private final Simulated wanted;
    private final AtomicBoolean failed;
    private Simulation simulation; // null until it is asked for

    SeededRun(long seed, Simulated wanted, AtomicBoolean failed) {
        this.seed = seed;
        this.wanted = wanted;
        this.failed = failed;
    }

    @Override
    public String getDisplayName(int invocationIndex) {
        return "seed " + seed;
    }

    @Override
    public List<Extension> getAdditionalExtensions() {
        return List.of(this);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == Simulation.class || type == long.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        if (parameter.getParameter().getType() == long.class) {
            return seed;
        }
        if (simulation == null) {
            simulation = wanted.recorded() ? Simulation.recorded(seed) : Simulation.seeded(seed);
        }
        return simulation;
    }

    @Override
    public void afterEach(ExtensionContext context) {
        context.getExecutionException().ifPresent(failure -> tell(context));
        if (simulation != null) {
            simulation.close();
        }
    }

    private void tell(ExtensionContext context) {
        failed.set(true);
        context.publishReportEntry(SimulatedExtension.PROPERTY, String.valueOf(seed));
        System.err.println(context.getRequiredTestClass().getSimpleName() + "."
                + context.getRequiredTestMethod().getName() + " fails with seed " + seed + ": run it alone with -D"
                + SimulatedExtension.PROPERTY + "=" + seed);
    }
}
