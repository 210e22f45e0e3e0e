package dev.usher.kernel;

import java.io.EOFException;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.Locale;
import javax.net.ssl.SSLException;

/** Outcomes by their POSIX names, with Linux's numbers and texts: what POE programs find in {@code $!}. */
public enum Errno {
    /** Done; on reading: the end of the stream. */
    NONE(0, ""),
    /** It belongs to another session. */
    EPERM(1, "Operation not permitted"),
    /** There is no such file. */
    ENOENT(2, "No such file or directory"),
    /** There is no such session, alias or timer. */
    ESRCH(3, "No such process"),
    /** An error of input or output that has no name of its own here. */
    EIO(5, "Input/output error"),
    /** There is no such child process. */
    ECHILD(10, "No child processes"),
    /** The handle is closed. */
    EBADF(9, "Bad file descriptor"),
    /** Access is denied, for example to a port below 1024. */
    EACCES(13, "Permission denied"),
    /** Another session owns it. */
    EEXIST(17, "File exists"),
    /** An argument makes no sense. */
    EINVAL(22, "Invalid argument"),
    /** The system has no more handles. */
    ENFILE(23, "Too many open files in system"),
    /** The process has no more handles. */
    EMFILE(24, "Too many open files"),
    /** The peer no longer reads. */
    EPIPE(32, "Broken pipe"),
    /** The session has no handler for it. */
    ENOSYS(38, "Function not implemented"),
    /** The peer broke its protocol. */
    EPROTO(71, "Protocol error"),
    /** A record is longer than its limit. */
    EMSGSIZE(90, "Message too long"),
    /** Another socket has the address. */
    EADDRINUSE(98, "Address already in use"),
    /** No interface or host has the address. */
    EADDRNOTAVAIL(99, "Cannot assign requested address"),
    /** There is no way to the network. */
    ENETUNREACH(101, "Network is unreachable"),
    /** The connection was given up. */
    ECONNABORTED(103, "Software caused connection abort"),
    /** The peer reset the connection. */
    ECONNRESET(104, "Connection reset by peer"),
    /** The system has no buffers left. */
    ENOBUFS(105, "No buffer space available"),
    /** The socket is not connected. */
    ENOTCONN(107, "Transport endpoint is not connected"),
    /** The peer did not answer in time. */
    ETIMEDOUT(110, "Connection timed out"),
    /** Nobody listens there. */
    ECONNREFUSED(111, "Connection refused"),
    /** There is no way to the host. */
    EHOSTUNREACH(113, "No route to host"),
    /** The work was cancelled or its handler threw. */
    ECANCELED(125, "Operation canceled");

    private final int number;
    private final String text;

    Errno(int number, String text) {
        this.number = number;
        this.text = text;
    }

    /** @return the number on Linux */
    public int number() {
        return number;
    }

    /** @return the text that strerror(3) gives on Linux; empty for NONE */
    public String text() {
        return text;
    }

    /** @return whether this is NONE */
    public boolean ok() {
        return this == NONE;
    }

    /**
     * Names an exception of java.net or java.nio.
     *
     * @param error the exception
     * @return its name; EIO if it is unknown
     */
    public static Errno of(IOException error) {
        if (error instanceof UnknownHostException) {
            return EADDRNOTAVAIL;
        }
        if (error instanceof NoRouteToHostException) {
            return byText(error, EHOSTUNREACH);
        }
        if (error instanceof SocketTimeoutException) {
            return ETIMEDOUT;
        }
        if (error instanceof ClosedChannelException) {
            return EBADF;
        }
        if (error instanceof NoSuchFileException) { // the JDK tells the name alone
            return ENOENT;
        }
        if (error instanceof AccessDeniedException) {
            return EACCES;
        }
        if (error instanceof EOFException) {
            return NONE;
        }
        if (error instanceof SSLException) {
            return error.getCause() instanceof EOFException ? ECONNABORTED : EPROTO;
        }
        if (error.getCause() instanceof UnresolvedAddressException) {
            return EADDRNOTAVAIL;
        }
        Errno otherwise = EIO;
        if (error instanceof BindException) {
            otherwise = EADDRINUSE;
        } else if (error instanceof ConnectException) {
            otherwise = ECONNREFUSED;
        }
        return byText(error, otherwise);
    }

    /** The JDK puts strerror's text into the message, alone or behind a prefix of its own. */
    private static Errno byText(IOException error, Errno otherwise) {
        String message = error.getMessage();
        if (message == null) {
            return otherwise;
        }
        String lower = message.toLowerCase(Locale.ROOT);
        if (lower.contains("connection reset")) {
            return ECONNRESET; // the JDK says it without "by peer" too
        }
        if (lower.contains("too many open files in system")) {
            return ENFILE;
        }
        for (Errno errno : values()) {
            if (errno != NONE && lower.contains(errno.text.toLowerCase(Locale.ROOT))) {
                return errno;
            }
        }
        return otherwise;
    }
}
