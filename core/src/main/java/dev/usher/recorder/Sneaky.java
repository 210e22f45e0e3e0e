package dev.usher.recorder;

/** Throws again what an operation of a link has thrown, whatever it declares. */
final class Sneaky {
    private Sneaky() {}

    @SuppressWarnings("unchecked") // nothing is checked: the type is inferred as an unchecked exception
    static <E extends Throwable> RuntimeException thrown(Throwable error) throws E {
        throw (E) error;
    }
}
