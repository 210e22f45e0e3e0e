package dev.usher.simulation.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test that is run once for each of many seeds. Its parameters may be a {@link dev.usher.simulation.Simulation} of
 * that seed, which is closed behind the test, and the seed itself, a {@code long}.
 *
 * <p>The first seed that fails ends the test and is printed with how to run it alone: {@code -Dusher.seed=N}.
 */
@Documented
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@TestTemplate
@ExtendWith(SimulatedExtension.class)
public @interface Simulated {

    /** @return how many seeds, more than 0 */
    int seeds() default 100;

    /** @return the first of them; the others count up from it */
    long first() default 1;

    /** @return whether simulations keep a trace, for {@link dev.usher.simulation.Simulation#traceHash} */
    boolean recorded() default false;
}
