package dev.usher.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.lang.ref.WeakReference;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Letters put and taken; with several threads, as often as they are counted to. */
class MailQueueTest {
    private static final Event<Object> EVENT = Event.named("event", Object.class);
    private static final int CHUNK = MailQueue.LETTERS;
    private static final int CHUNK_BYTES = CHUNK * 3 * 4;

    private final MailQueue mail = new MailQueue();

    /** Takes what is there, which must be what was put. */
    private void take(Object to, Object payload) {
        int first = mail.first();
        assertEquals(to, mail.to(first));
        assertSame(EVENT, mail.event(first));
        assertSame(payload, mail.payload(first));
        mail.drop(first);
    }

    private static long allocated() {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }

    @Test
    void shouldGiveBackInOrderWhatFillsChunksNearlyWhollyAndMore() {
        int next = 0;
        int put = 0;
        for (int size : new int[] {1, CHUNK - 2, 1, CHUNK - 1, 1, CHUNK, CHUNK + 1, 3 * CHUNK - 1, 5 * CHUNK}) {
            for (int i = 0; i < size; i++) {
                assertFalse(mail.put(put++, EVENT, i % 2 == 0 ? EVENT : null));
            }
            assertFalse(mail.isEmpty());
            assertEquals(size, mail.count());
            for (int i = 0; i < size; i++) {
                take(next++, i % 2 == 0 ? EVENT : null);
            }
            assertTrue(mail.isEmpty());
            assertEquals(0, mail.count());
            assertEquals(-1, mail.first());
        }
    }

    @Test
    void shouldWakeOnceForASleepThatNoLetterPrevented() {
        assertTrue(mail.sleep());
        assertTrue(mail.isEmpty());

        boolean first = mail.put("a", EVENT, null);
        boolean second = mail.put("b", EVENT, null);

        assertTrue(first);
        assertFalse(second);
        assertFalse(mail.sleep());
        assertFalse(mail.put("c", EVENT, null));
        assertEquals(3, mail.count());
    }

    @Test
    void shouldWakeOnceWhenSleepWasAnnouncedTwice() {
        assertTrue(mail.sleep());
        assertTrue(mail.sleep());

        assertTrue(mail.put("a", EVENT, null));
        assertFalse(mail.put("b", EVENT, null));
    }

    @Test
    void shouldWakeNobodyWhoIsAwakeAgain() {
        mail.awake();
        mail.sleep();
        mail.awake();

        assertFalse(mail.put("a", EVENT, null));
        take("a", null);
    }

    @Test
    void shouldWakeByTheLastLetterOfAChunkToo() {
        for (int i = 0; i < 3 * CHUNK; i++) {
            assertTrue(mail.sleep());
            assertTrue(mail.put("a", EVENT, null), "letter " + i);
            take("a", null);
        }
    }

    @Test
    void shouldForgetWhatWasTaken() {
        WeakReference<Object> to = new WeakReference<>(new Object());
        WeakReference<Object> payload = new WeakReference<>(new Object());
        mail.put(to.get(), EVENT, payload.get());
        mail.drop(mail.first());

        for (int i = 0; i < 100 && (to.get() != null || payload.get() != null); i++) {
            System.gc();
        }

        assertNull(to.get());
        assertNull(payload.get());
        assertTrue(mail.isEmpty());
    }

    @Test
    void shouldUseChunksAgain() {
        burst(4);
        long before = allocated();

        for (int i = 0; i < 50; i++) {
            burst(4);
        }

        assertTrue(allocated() - before < CHUNK_BYTES, "no chunk was made");
    }

    @Test
    void shouldForgetTheChunksOfABurstBeforeItSleeps() {
        int chunks = MailQueue.KEPT * 2;
        burst(chunks);
        mail.clean();
        long before = allocated();

        burst(chunks);
        long made = (allocated() - before) / CHUNK_BYTES;

        assertTrue(made >= MailQueue.KEPT - 2 && made <= MailQueue.KEPT + 2, made + " chunks were made");
    }

    private void burst(int chunks) {
        for (int i = 0; i < chunks * CHUNK; i++) {
            mail.put("a", EVENT, null);
        }
        for (int i = 0; i < chunks * CHUNK; i++) {
            mail.drop(mail.first());
        }
    }

    /**
     * Several threads put across many boundaries of chunks, one takes, sleeps whenever there is nothing, and trusts
     * that it is woken. Each letter says three times who put it and as which: a place that was seen too early, or
     * filled by two, would show.
     */
    @Test
    void shouldLoseNothingMixNothingAndWakeTheSleeperWhenSeveralPut() throws Exception {
        int threads = 4;
        int each = 60 * CHUNK;
        Semaphore wake = new Semaphore(0);
        CountDownLatch begin = new CountDownLatch(1);
        AtomicReference<Throwable> failed = new AtomicReference<>();
        for (int t = 0; t < threads; t++) {
            long base = (long) t * each;
            int pause = t;
            Thread thread = new Thread(() -> {
                try {
                    begin.await();
                    for (int i = 0; i < each; i++) {
                        Long number = base + i;
                        if (mail.put(number, EVENT, number)) {
                            wake.release();
                        }
                        if (pause > 0 && i % (pause * 50) == 0) {
                            Thread.yield(); // so that the one that takes catches up, and sleeps
                        }
                    }
                } catch (Throwable e) {
                    failed.set(e);
                }
            });
            thread.setDaemon(true);
            thread.start();
        }

        int[] next = new int[threads];
        int slept = 0;
        begin.countDown();
        for (int taken = 0; taken < threads * each; ) {
            int first = mail.first();
            if (first >= 0) {
                long number = (Long) mail.to(first);
                int thread = (int) (number / each);
                assertEquals(next[thread]++, number % each, "in the order of its thread");
                assertSame(EVENT, mail.event(first));
                assertSame(mail.to(first), mail.payload(first));
                mail.drop(first);
                taken++;
            } else if (mail.sleep()) {
                assertTrue(wake.tryAcquire(20, TimeUnit.SECONDS), "nobody woke the sleeper at letter " + taken);
                slept++;
                mail.clean();
            }
        }

        assertNull(failed.get());
        assertTrue(mail.isEmpty());
        assertEquals(0, wake.availablePermits(), "woken once for each of " + slept + " sleeps");
        assertTrue(mail.sleep());
    }
}
