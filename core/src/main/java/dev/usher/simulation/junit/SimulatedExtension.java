package dev.usher.simulation.junit;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContextProvider;
import org.junit.platform.commons.support.AnnotationSupport;

/** Runs a test for one seed after the other, until one fails. */
final class SimulatedExtension implements TestTemplateInvocationContextProvider {
    static final String PROPERTY = "usher.seed";

    @Override
    public boolean supportsTestTemplate(ExtensionContext context) {
        return true; // the annotation brings it along
    }

    @Override
    public Stream<TestTemplateInvocationContext> provideTestTemplateInvocationContexts(ExtensionContext context) {
        Simulated wanted = AnnotationSupport.findAnnotation(context.getRequiredTestMethod(), Simulated.class)
                .orElseThrow();
        if (wanted.seeds() <= 0) {
            throw new ExtensionConfigurationException("@Simulated needs more than 0 seeds, not " + wanted.seeds());
        }
        AtomicBoolean failed = new AtomicBoolean();
        return seeds(wanted).takeWhile(seed -> !failed.get()).mapToObj(seed -> new SeededRun(seed, wanted, failed));
    }

    /** That of the property alone, if it is there. */
    private static LongStream seeds(Simulated wanted) {
        String alone = System.getProperty(PROPERTY);
        if (alone == null || alone.isEmpty()) {
            return LongStream.range(0, wanted.seeds()).map(number -> wanted.first() + number);
        }
        try {
            return LongStream.of(Long.parseLong(alone));
        } catch (NumberFormatException e) {
            throw new ExtensionConfigurationException(
                    "-D" + PROPERTY + " must be a seed, a number, not '" + alone + "'");
        }
    }
}
