package dev.usher.component.terminal;

/** Says which library is to be added. */
final class Missing {
    private Missing() {}

    static IllegalStateException library(String what, String coordinates, LinkageError cause) {
        return new IllegalStateException(
                what + " needs the library " + coordinates + ", which is not there or broken: add it to the program's "
                        + "dependencies",
                cause);
    }
}
