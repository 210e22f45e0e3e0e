package dev.usher.transcripts;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Says that a port differs from Perl's program for the reasons that another one gives. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@interface DiffersLike {
    /** @return the other one */
    Class<? extends Port> value();
}
