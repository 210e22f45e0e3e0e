package dev.usher.kernel;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * The verbs that send events to sessions, named by reference, by id or by alias: of a {@link Context} inside handlers,
 * of the {@link Kernel} outside. To be used on the kernel's thread; others use {@link Kernel#postFromAnyThread}.
 *
 * <p>A name is looked up at once, never at delivery: first as the id of a living session, then as an alias, then as the
 * kernel's own id (POE::Kernel, "Resolving session names").
 */
public abstract sealed class Posting permits Timing, Telling {
    Posting() {}

    abstract Kernel checked();

    abstract boolean postTo(Session destination, Event<?> event, Object payload);

    abstract Object callTo(Session destination, Event<?> event, Object payload);

    abstract boolean signalTo(Session destination, String name, List<Object> details);

    abstract Session named(String name);

    abstract Session numbered(long id);

    /**
     * Queues an event without payload.
     *
     * @param destination who gets it
     * @param event the event
     * @return false if there is no such session (POE's ESRCH); an event without handler is no error
     */
    public final boolean post(Session destination, Event<?> event) {
        return postTo(destination, event, null);
    }

    /**
     * Queues an event.
     *
     * @param destination who gets it
     * @param event the event
     * @param payload goes along
     * @param <T> the payload
     * @return false if there is no such session (POE's ESRCH); an event without handler is no error
     */
    public final <T> boolean post(Session destination, Event<T> event, T payload) {
        return postTo(destination, event, payload);
    }

    /**
     * Queues an event without payload.
     *
     * @param alias who gets it, by alias, or by an id in digits
     * @param event the event
     * @return false if there is no such session
     */
    public final boolean post(String alias, Event<?> event) {
        return postTo(destination(alias), event, null);
    }

    /**
     * Queues an event.
     *
     * @param alias who gets it, by alias, or by an id in digits
     * @param event the event
     * @param payload goes along
     * @param <T> the payload
     * @return false if there is no such session
     */
    public final <T> boolean post(String alias, Event<T> event, T payload) {
        return postTo(destination(alias), event, payload);
    }

    /**
     * Queues an event without payload.
     *
     * @param id who gets it, by id
     * @param event the event
     * @return false if there is no such session
     */
    public final boolean post(long id, Event<?> event) {
        return postTo(destination(id), event, null);
    }

    /**
     * Queues an event.
     *
     * @param id who gets it, by id
     * @param event the event
     * @param payload goes along
     * @param <T> the payload
     * @return false if there is no such session
     */
    public final <T> boolean post(long id, Event<T> event, T payload) {
        return postTo(destination(id), event, payload);
    }

    /**
     * Delivers an event at once, past the queue, for its effect.
     *
     * @param destination who gets it
     * @param event the event
     * @return what its handler answers; null if there is no such session or handler, or the handler threw
     */
    public final Object call(Session destination, Event<?> event) {
        return callTo(destination, event, null);
    }

    /**
     * Delivers an event at once, past the queue, for its effect.
     *
     * @param destination who gets it
     * @param event the event
     * @param payload goes along
     * @param <T> the payload
     * @return what its handler answers; null if there is no such session or handler, or the handler threw
     */
    public final <T> Object call(Session destination, Event<T> event, T payload) {
        return callTo(destination, event, payload);
    }

    /**
     * Asks at once, past the queue.
     *
     * @param destination who is asked
     * @param call the question
     * @param payload goes along
     * @param <T> the payload
     * @param <R> the answer
     * @return the answer; null if there is no such session or handler, or the handler of another session threw. What a
     *     handler of the same session throws comes through
     */
    public final <T, R> R call(Session destination, Call<T, R> call, T payload) {
        return call.answer().cast(callTo(destination, call, payload));
    }

    /**
     * Delivers an event at once, past the queue, for its effect.
     *
     * @param alias who gets it, by alias, or by an id in digits
     * @param event the event
     * @return what its handler answers, or null
     */
    public final Object call(String alias, Event<?> event) {
        return callTo(destination(alias), event, null);
    }

    /**
     * Delivers an event at once, past the queue, for its effect.
     *
     * @param alias who gets it, by alias, or by an id in digits
     * @param event the event
     * @param payload goes along
     * @param <T> the payload
     * @return what its handler answers, or null
     */
    public final <T> Object call(String alias, Event<T> event, T payload) {
        return callTo(destination(alias), event, payload);
    }

    /**
     * Asks at once, past the queue.
     *
     * @param alias who is asked, by alias, or by an id in digits
     * @param call the question
     * @param payload goes along
     * @param <T> the payload
     * @param <R> the answer
     * @return the answer, or null
     */
    public final <T, R> R call(String alias, Call<T, R> call, T payload) {
        return call.answer().cast(callTo(destination(alias), call, payload));
    }

    /**
     * Delivers an event at once, past the queue, for its effect.
     *
     * @param id who gets it, by id
     * @param event the event
     * @return what its handler answers, or null
     */
    public final Object call(long id, Event<?> event) {
        return callTo(destination(id), event, null);
    }

    /**
     * Delivers an event at once, past the queue, for its effect.
     *
     * @param id who gets it, by id
     * @param event the event
     * @param payload goes along
     * @param <T> the payload
     * @return what its handler answers, or null
     */
    public final <T> Object call(long id, Event<T> event, T payload) {
        return callTo(destination(id), event, payload);
    }

    /**
     * Asks at once, past the queue.
     *
     * @param id who is asked, by id
     * @param call the question
     * @param payload goes along
     * @param <T> the payload
     * @param <R> the answer
     * @return the answer, or null
     */
    public final <T, R> R call(long id, Call<T, R> call, T payload) {
        return call.answer().cast(callTo(destination(id), call, payload));
    }

    /**
     * Asks at once and takes another answer for none.
     *
     * @param destination who is asked
     * @param call the question
     * @param payload goes along
     * @param otherwise the answer where {@code call} would give null
     * @param <T> the payload
     * @param <R> the answer
     * @return the answer
     */
    public final <T, R> R callOr(Session destination, Call<T, R> call, T payload, R otherwise) {
        R answer = call(destination, call, payload);
        return answer == null ? otherwise : answer;
    }

    /**
     * Asks at once and takes another answer for none.
     *
     * @param alias who is asked, by alias, or by an id in digits
     * @param call the question
     * @param payload goes along
     * @param otherwise the answer where {@code call} would give null
     * @param <T> the payload
     * @param <R> the answer
     * @return the answer
     */
    public final <T, R> R callOr(String alias, Call<T, R> call, T payload, R otherwise) {
        R answer = call(alias, call, payload);
        return answer == null ? otherwise : answer;
    }

    /**
     * Asks at once and takes another answer for none.
     *
     * @param id who is asked, by id
     * @param call the question
     * @param payload goes along
     * @param otherwise the answer where {@code call} would give null
     * @param <T> the payload
     * @param <R> the answer
     * @return the answer
     */
    public final <T, R> R callOr(long id, Call<T, R> call, T payload, R otherwise) {
        R answer = call(id, call, payload);
        return answer == null ? otherwise : answer;
    }

    /**
     * Queues a signal for a session and all below it.
     *
     * @param destination who gets it last
     * @param name any name; QUIT INT KILL TERM HUP IDLE DIE end whom they reach unless one of them calls
     *     {@code sigHandled}, ZOMBIE and UIDESTROY always do, others never
     * @param details go along
     * @return false if there is no such session
     */
    public final boolean signal(Session destination, String name, Object... details) {
        return signalTo(destination, name, listed(details));
    }

    /**
     * Queues a signal for a session and all below it.
     *
     * @param alias who gets it last, by alias, or by an id in digits
     * @param name any name
     * @param details go along
     * @return false if there is no such session
     */
    public final boolean signal(String alias, String name, Object... details) {
        return signalTo(destination(alias), name, listed(details));
    }

    /**
     * Queues a signal for a session and all below it.
     *
     * @param id who gets it last, by id
     * @param name any name
     * @param details go along
     * @return false if there is no such session
     */
    public final boolean signal(long id, String name, Object... details) {
        return signalTo(destination(id), name, listed(details));
    }

    /**
     * Finds a session by name.
     *
     * @param name an alias, or an id in digits
     * @return the session
     */
    public final Optional<Session> aliasResolve(String name) {
        return Optional.ofNullable(named(name));
    }

    /**
     * Finds a session by id.
     *
     * @param id the id; 0 is the kernel itself
     * @return the session
     */
    public final Optional<Session> idToSession(long id) {
        return Optional.ofNullable(numbered(id));
    }

    /**
     * Tells a session's id.
     *
     * @param session the session
     * @return its id, or ESRCH if it has ended
     */
    public final Outcome<Long> sessionToId(Session session) {
        return session.alive && session.kernel == checked() ? Outcome.done(session.id) : unknown("sessionToId");
    }

    /**
     * Tells a session's names.
     *
     * @param session the session
     * @return its names, sorted, or ESRCH if it has ended
     */
    public final Outcome<List<String>> aliasList(Session session) {
        checked();
        return session.alive ? Outcome.done(Aliases.list(session)) : unknown("aliasList");
    }

    /**
     * Keeps a session alive by one more reference of a tag; a tag counts once, whatever its number.
     *
     * @param id the session's id
     * @param tag the caller's name for its reason
     * @return the tag's new number, or ESRCH
     */
    public final Outcome<Integer> refcountIncrement(long id, String tag) {
        Session target = numbered(id);
        return target == null
                ? unknown("refcountIncrement")
                : Outcome.done(checked().references.increment(target, tag));
    }

    /**
     * Takes one reference of a tag away.
     *
     * @param id the session's id
     * @param tag the caller's name for its reason
     * @return the tag's new number, -1 if there was none, or ESRCH
     */
    public final Outcome<Integer> refcountDecrement(long id, String tag) {
        Session target = numbered(id);
        if (target == null) {
            return unknown("refcountDecrement");
        }
        int count = checked().references.decrement(target, tag);
        checked().refusals.overdrawn(target, tag, count);
        return Outcome.done(count);
    }

    private <T> Outcome<T> unknown(String verb) {
        return checked().refusals.of(verb, Outcome.failed(Errno.ESRCH));
    }

    private Session destination(String name) {
        Session session = named(name);
        if (session == null) {
            checked().refusals.nobody(name);
        }
        return session;
    }

    private Session destination(long id) {
        Session session = numbered(id);
        if (session == null) {
            checked().refusals.nobody(id);
        }
        return session;
    }

    private static List<Object> listed(Object[] details) {
        return Collections.unmodifiableList(Arrays.asList(details.clone()));
    }
}
