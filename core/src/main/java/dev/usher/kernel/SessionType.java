package dev.usher.kernel;

/**
 * A way to make sessions (POE's session classes): what components ask when they need one, so that a program can put its
 * own between.
 */
@FunctionalInterface
public interface SessionType {

    /** Sessions as {@link Context#create} makes them. */
    SessionType PLAIN = new SessionType() {
        @Override
        public <H> Session create(Context poe, States<H> states, H heap, Object... arguments) {
            return poe.create(states, heap, arguments);
        }
    };

    /**
     * Makes a session.
     *
     * @param poe the creating session's context
     * @param states what it handles
     * @param heap its heap
     * @param arguments for its {@code start}
     * @param <H> the heap
     * @return the session
     */
    <H> Session create(Context poe, States<H> states, H heap, Object... arguments);
}
