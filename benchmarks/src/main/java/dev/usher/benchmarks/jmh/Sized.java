package dev.usher.benchmarks.jmh;

import dev.usher.kernel.Context;
import dev.usher.kernel.Handlers;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Constructor;
import java.util.concurrent.Executor;

/**
 * A handler of the size that handlers of programs have, as a task and as a session's: its body is longer than the 325
 * bytecodes up to which HotSpot inlines what is hot, and an event runs an eighth of it. The class is defined anew for
 * each of sixteen kinds, so that each has a body of its own for the JIT compiler. Used by one thread.
 */
final class Sized extends Tasks.Task implements Handlers.Plain<Crew.Member> {

    private static final Constructor<?>[] KINDS = new Constructor<?>[Tasks.CLASSES];

    static {
        try (InputStream in = Sized.class.getResourceAsStream("Sized.class")) {
            byte[] bytes = in.readAllBytes();
            for (int i = 0; i < KINDS.length; i++) {
                Class<?> kind =
                        MethodHandles.lookup().defineHiddenClass(bytes, false).lookupClass();
                KINDS[i] = kind.getDeclaredConstructor(Executor.class);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    Sized(Executor queue) {
        super(queue);
    }

    static Tasks.Task task(int kind, Executor queue) {
        return (Tasks.Task) made(kind, queue);
    }

    /** As a handler it has no queue: sessions yield. */
    @SuppressWarnings("unchecked") // of what class it is cannot be said, but it is defined by this one
    static Handlers.Plain<Crew.Member> handler(int kind) {
        return (Handlers.Plain<Crew.Member>) made(kind, null);
    }

    private static Object made(int kind, Executor queue) {
        try {
            return KINDS[kind].newInstance(queue);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void run() {
        sum = work(sum);
        next();
    }

    @Override
    public void on(Crew.Member member, Context poe) {
        member.sum = work(member.sum);
        member.again(poe);
    }

    /** Goes one of eight ways, each time the next one. */
    private static long work(long sum) {
        long phase = sum & 7;
        long work = sum >>> 3;
        switch ((int) phase) {
            case 0 -> {
                work += work << 3 ^ phase;
                work = (work ^ work >>> 17) * 0x9E3779B97F4A7C15L;
                work -= work >>> 29 | phase << 4;
            }
            case 1 -> {
                work += work << 4 ^ phase;
                work = (work ^ work >>> 18) * 0xC2B2AE3D27D4EB4FL;
                work -= work >>> 28 | phase << 5;
            }
            case 2 -> {
                work += work << 5 ^ phase;
                work = (work ^ work >>> 19) * 0x165667B19E3779F9L;
                work -= work >>> 27 | phase << 6;
            }
            case 3 -> {
                work += work << 6 ^ phase;
                work = (work ^ work >>> 20) * 0xD6E8FEB86659FD93L;
                work -= work >>> 26 | phase << 7;
            }
            case 4 -> {
                work += work << 7 ^ phase;
                work = (work ^ work >>> 21) * 0xFF51AFD7ED558CCDL;
                work -= work >>> 25 | phase << 8;
            }
            case 5 -> {
                work += work << 8 ^ phase;
                work = (work ^ work >>> 22) * 0xC4CEB9FE1A85EC53L;
                work -= work >>> 24 | phase << 9;
            }
            case 6 -> {
                work += work << 9 ^ phase;
                work = (work ^ work >>> 23) * 0x94D049BB133111EBL;
                work -= work >>> 23 | phase << 10;
            }
            case 7 -> {
                work += work << 10 ^ phase;
                work = (work ^ work >>> 24) * 0xBF58476D1CE4E5B9L;
                work -= work >>> 22 | phase << 11;
            }
            default -> throw new IllegalStateException("phase " + phase);
        }
        return work << 3 | phase + 1 & 7;
    }
}
