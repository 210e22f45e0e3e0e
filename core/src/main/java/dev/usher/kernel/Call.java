package dev.usher.kernel;

/**
 * An event that is asked, with {@code call}, for an answer. Immutable; keep it in a constant.
 *
 * @param <T> the payload; Void for none
 * @param <R> the answer
 */
public final class Call<T, R> extends Event<T> {
    private final Class<R> answer;

    private Call(String name, Class<T> type, Class<R> answer) {
        super(name, type);
        this.answer = answer;
    }

    /**
     * A question without payload.
     *
     * @param name not empty
     * @param answer the answer's class
     * @param <R> the answer
     * @return the question
     */
    public static <R> Call<Void, R> answering(String name, Class<R> answer) {
        return new Call<>(name, Void.class, answer);
    }

    /**
     * A question with a payload.
     *
     * @param name not empty
     * @param type the payload's class
     * @param answer the answer's class
     * @param <T> the payload
     * @param <R> the answer
     * @return the question
     */
    public static <T, R> Call<T, R> named(String name, Class<T> type, Class<R> answer) {
        return new Call<>(name, type, answer);
    }

    /** @return the answer's class */
    public Class<R> answer() {
        return answer;
    }
}
