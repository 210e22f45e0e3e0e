package dev.usher.kernel;

/**
 * What a verb that can fail in expected ways brought about: a value, or why there is none.
 *
 * @param errno NONE when done
 * @param value the value when done, else null
 * @param <T> the value
 */
public record Outcome<T>(Errno errno, T value) {

    static <T> Outcome<T> done(T value) {
        return new Outcome<>(Errno.NONE, value);
    }

    static <T> Outcome<T> failed(Errno errno) {
        return new Outcome<>(errno, null);
    }

    /** @return whether it was done */
    public boolean ok() {
        return errno == Errno.NONE;
    }
}
