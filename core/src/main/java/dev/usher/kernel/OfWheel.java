package dev.usher.kernel;

/**
 * What the kernel calls on behalf of a wheel: a watcher, a timer's owner, what has output. Says which wheel that is, so
 * that {@link Kernel#dump} can show it. On the kernel's thread.
 */
public interface OfWheel {

    /** @return the id of the wheel that this is, or that it is a part of; 0 if it belongs to none */
    default long wheelId() {
        return 0;
    }

    /** @return what kind of wheel that is; the name of the class unless it is a part of another one */
    default String wheelKind() {
        return getClass().getSimpleName();
    }
}
