package dev.usher.kernel;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where this package logs. Looked up at the first line that is logged, not at the start: finding out who writes logs on
 * this machine opens the jars of the program, which would put off its first answer. Thread-safe.
 */
final class Logs {
    static final Logger ASSERT = LoggerFactory.getLogger(Assert.class);
    static final Logger KERNEL = LoggerFactory.getLogger(Kernel.class);
    static final Logger SESSION = LoggerFactory.getLogger(Session.class);
    static final Logger TRACE = LoggerFactory.getLogger(Trace.class);

    private Logs() {}
}
