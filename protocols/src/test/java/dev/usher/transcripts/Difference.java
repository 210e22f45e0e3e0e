package dev.usher.transcripts;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Something that Usher does in another way than POE, on purpose: a row of the table in {@code core/PORTING.md}. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
@Repeatable(Differences.class)
@interface Difference {
    /** @return what it is about */
    Part part();

    /** @return what POE does */
    String poe();

    /** @return what Usher does */
    String usher();

    /** @return why */
    String because();

    /**
     * @return tests of other packages that show it, {@code MarksTest.shouldDoSo} say; what is annotated shows it too
     */
    String[] shownBy() default {};
}
