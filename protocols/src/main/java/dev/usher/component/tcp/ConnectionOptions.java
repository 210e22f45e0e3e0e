package dev.usher.component.tcp;

import java.time.Duration;

/** How connections behave: what all connections of a server or a client share. */
record ConnectionOptions(
        boolean shutdownOnError, ExceptionPolicy exceptionPolicy, Duration linger, Timeouts timeouts) {}
