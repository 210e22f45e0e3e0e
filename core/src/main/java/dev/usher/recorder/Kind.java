package dev.usher.recorder;

import java.util.Locale;

/** What a record tells of. Its place here is its number in the file: add only at the end. */
enum Kind {
    NANO_TIME,
    WALL_TIME,
    POLL,
    LISTEN,
    CONNECT,
    ACCEPT,
    READ,
    WRITE,
    FINISH_CONNECT,
    SHUTDOWN_OUTPUT,
    SHUTDOWN_INPUT,
    LOCAL_ADDRESS,
    REMOTE_ADDRESS,
    RESOLVE,
    ENTROPY,
    PROCESS,
    HAS_LETTER,
    LETTER,
    GET_OPTION,
    SET_OPTION,
    OPEN_DATAGRAM,
    RECEIVE,
    SEND,
    SPAWN,
    KILL,
    IS_ALIVE,
    EXIT_VALUE,
    FILE_STATUS,
    FILE_OPEN,
    FILE_READ,
    FILE_SIZE,
    STREAM_OPEN,
    INPUT,
    TLS_WRAP,
    TLS_UNWRAP,
    TLS_STATUS,
    TLS_TASK,
    TLS_DONE,
    TLS_SESSION,
    NEIGHBOUR;

    private static final Kind[] ALL = values();

    static Kind of(int number) {
        if (number < 0 || number >= ALL.length) {
            throw new IllegalArgumentException("there is no kind " + number + " of records");
        }
        return ALL[number];
    }

    /** As text shows it. */
    String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
