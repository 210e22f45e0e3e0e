package dev.usher.simulation.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Tests that must leave nothing behind: a session that still lives, a wheel or a link that is still open when a test
 * method has returned fails the test, with the reason why each is there.
 *
 * <p>It looks at every {@link dev.usher.kernel.Kernel} and {@link dev.usher.simulation.Simulation} among the fields of
 * the test and the parameters of the method. What a simulation has left to do at this moment of its clock is done
 * first; with hosts in it, all of them are looked at. Links that nobody watches are found in simulations only. What a
 * session lives for afterwards, a timer of an hour say, is left behind: stop it in the test, or close the simulation
 * there.
 */
@Documented
@Inherited
@Target({ElementType.TYPE, ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(LeavesNothingExtension.class)
public @interface LeavesNothing {}
