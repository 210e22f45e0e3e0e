package dev.usher.kernel;

/**
 * The shapes a handler may have. A handler runs on its kernel's thread, to completion; it may post, call and create
 * sessions, and may be entered again through a call. Its context is valid until it returns.
 *
 * <p>What it throws becomes the DIE signal of its session, unless it was called by its own session, which then gets the
 * exception (POE::Kernel, "Exception Handling").
 */
public final class Handlers {
    private Handlers() {}

    /**
     * A handler that needs no payload.
     *
     * @param <H> the heap
     */
    @FunctionalInterface
    public interface Plain<H> extends Handler {

        /**
         * @param heap the session's heap
         * @param poe the rest of what POE passes, valid until this returns
         * @throws Exception becomes the DIE signal
         */
        void on(H heap, Context poe) throws Exception;

        @Override
        @SuppressWarnings("unchecked")
        default Object handle(Object heap, Context poe, Object payload) throws Exception {
            on((H) heap, poe);
            return null;
        }
    }

    /**
     * A handler that takes the payload.
     *
     * @param <H> the heap
     * @param <T> the payload
     */
    @FunctionalInterface
    public interface Taking<H, T> extends Handler {

        /**
         * @param heap the session's heap
         * @param poe the rest of what POE passes, valid until this returns
         * @param payload what was posted; null for none
         * @throws Exception becomes the DIE signal
         */
        void on(H heap, Context poe, T payload) throws Exception;

        @Override
        @SuppressWarnings("unchecked")
        default Object handle(Object heap, Context poe, Object payload) throws Exception {
            on((H) heap, poe, (T) payload);
            return null;
        }
    }

    /**
     * A handler that answers without needing the payload.
     *
     * @param <H> the heap
     * @param <R> the answer
     */
    @FunctionalInterface
    public interface PlainAnswering<H, R> extends Handler {

        /**
         * @param heap the session's heap
         * @param poe the rest of what POE passes, valid until this returns
         * @return the answer
         * @throws Exception becomes the DIE signal
         */
        R on(H heap, Context poe) throws Exception;

        @Override
        @SuppressWarnings("unchecked")
        default Object handle(Object heap, Context poe, Object payload) throws Exception {
            return on((H) heap, poe);
        }
    }

    /**
     * A handler that takes the payload and answers.
     *
     * @param <H> the heap
     * @param <T> the payload
     * @param <R> the answer
     */
    @FunctionalInterface
    public interface Answering<H, T, R> extends Handler {

        /**
         * @param heap the session's heap
         * @param poe the rest of what POE passes, valid until this returns
         * @param payload what was asked; null for none
         * @return the answer
         * @throws Exception becomes the DIE signal
         */
        R on(H heap, Context poe, T payload) throws Exception;

        @Override
        @SuppressWarnings("unchecked")
        default Object handle(Object heap, Context poe, Object payload) throws Exception {
            return on((H) heap, poe, (T) payload);
        }
    }
}
