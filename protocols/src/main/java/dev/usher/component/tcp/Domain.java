package dev.usher.component.tcp;

/** Families of addresses (POE's Domain). */
public enum Domain {
    /** IPv4. */
    INET,
    /** IPv6, and IPv4 where the system listens for both. */
    INET6,
    /** Sockets of this machine, by path. */
    UNIX
}
