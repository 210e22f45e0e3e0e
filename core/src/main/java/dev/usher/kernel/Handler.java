package dev.usher.kernel;

/** What all shapes of {@link Handlers} are to the kernel, so that one call site serves them all. */
interface Handler {

    /** Runs the handler; answers null where its shape has no answer. */
    Object handle(Object heap, Context poe, Object payload) throws Exception;
}
