package dev.usher.kernel;

/**
 * The other kernels that one can post to by {@code poe:} URIs: those of a {@link KernelGroup}, the hosts of a
 * simulation, or whatever a program has to carry events to kernels elsewhere. Used on the thread of the kernel that
 * posts.
 */
@FunctionalInterface
public interface Neighbours {

    /** Nobody. */
    Neighbours NONE = (to, payload) -> false;

    /**
     * Posts to another kernel, which gets the event when it next looks at what other threads have sent. What one kernel
     * posts to another arrives in its order.
     *
     * @param to names a kernel, a session and an event
     * @param payload goes along, and belongs to both kernels then: a value that nobody changes any more
     * @return false if there is no such kernel; whether it has such a session is known only there
     */
    boolean post(PoeUri to, Object payload);
}
