package dev.usher.component.tcp;

/**
 * What a server has done since it was started, as it is at one moment.
 *
 * @param accepted connections that the system gave
 * @param refused those of them that were closed at once: too many of one address, no or a wrong PROXY header, refused
 *     in clientPreConnect
 * @param active connections that live now
 * @param errors of accepting and of connections; the end of a client's output is none
 * @param bytesIn read from clients; 0 unless connections count their bytes
 * @param bytesOut taken by sockets; 0 unless connections count their bytes
 */
public record TcpCounts(long accepted, long refused, int active, long errors, long bytesIn, long bytesOut) {}
