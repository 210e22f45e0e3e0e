package dev.usher.component.http;

import java.util.concurrent.atomic.AtomicLong;

/** Numbers by which an error in the log is known to whoever met it. A definition may serve several threads. */
final class ErrorIds {
    private final AtomicLong last = new AtomicLong();

    String next() {
        return "E" + last.incrementAndGet();
    }
}
