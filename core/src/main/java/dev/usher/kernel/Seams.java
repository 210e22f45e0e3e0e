package dev.usher.kernel;

import dev.usher.network.Disk;
import dev.usher.network.Network;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * Stands at all the seams of one kernel at once: whatever comes from outside passes here, and so does every event on
 * its way to a handler. What records a run and what replays one are such; programs need neither know nor write any.
 *
 * <p>A kernel asks for its parts when it is made, each once. From then on everything is called on the kernel's thread,
 * except where it says so. A kernel without seams has none of this on any path.
 */
public interface Seams {

    /**
     * @param real what the builder says
     * @return what the kernel uses instead
     */
    Clock clock(Clock real);

    /**
     * @param real what the builder says, or the machine's
     * @return what the kernel uses instead; its {@code resolve} may be called by any thread
     */
    Network network(Network real);

    /**
     * @param real what the builder says, or the machine's
     * @return what the kernel uses instead
     */
    Consumer<byte[]> entropy(Consumer<byte[]> real);

    /**
     * @param real what the builder says, or the machine's
     * @return what the kernel uses instead
     */
    Processes processes(Processes real);

    /**
     * @param real what the builder says, or the machine's
     * @return what the kernel uses instead; other threads may use it, and are not the kernel then
     */
    Disk disk(Disk real);

    /**
     * @param real what the builder says, or the machine's
     * @return who does offloaded work instead
     */
    Executor offloads(Executor real);

    /**
     * @param real what the builder says
     * @return whom the kernel's URIs reach instead
     */
    Neighbours neighbours(Neighbours real);

    /**
     * Decides whether letters of other threads are put into the inbox at all. Any thread.
     *
     * @return false if they are dropped, because what {@link #taken} answers is invented
     */
    boolean acceptsLetters();

    /**
     * The kernel looks whether there is a letter.
     *
     * @param has whether there is
     * @return what the kernel is to believe
     */
    boolean hasLetter(boolean has);

    /**
     * The kernel takes a letter from its inbox, if there is one left of those that were there when it began.
     *
     * @param letter what it says, or null if there is none
     * @return the same, or what the kernel is to take instead, or null for nothing
     */
    Letter taken(Letter letter);

    /**
     * An event is about to reach a handler.
     *
     * @param session the id of the session that gets it
     * @param event the event
     * @param sender the id of the session that sent it
     */
    void delivered(long session, Event<?> event, long sender);

    /**
     * An exception that no DIE handler took care of is about to be thrown from the kernel's {@code run}.
     *
     * @param error the exception
     */
    void died(Throwable error);
}
