package dev.usher.transcripts;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Says that a port differs from Perl's program for reasons that others give. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@interface DiffersLike {
    /** @return the others */
    Class<? extends Port>[] value();
}
