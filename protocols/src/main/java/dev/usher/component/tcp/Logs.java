package dev.usher.component.tcp;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where this package logs. Looked up at the first line that is logged, not at the start: finding out who writes logs on
 * this machine opens the jars of the program, which would put off its first answer. Thread-safe.
 */
final class Logs {
    static final Logger CLIENT = LoggerFactory.getLogger(TcpClient.class);
    static final Logger SERVER = LoggerFactory.getLogger(TcpServer.class);

    private Logs() {}
}
