/**
 * Wheels: what turns links into a session's events, bytes into records and back (POE::Wheel).
 *
 * <p>Reading order: {@link dev.usher.wheel.Wheel}; {@link dev.usher.wheel.SocketFactory}, which opens links;
 * {@link dev.usher.wheel.ReadWrite}, which reads and writes records; {@link dev.usher.wheel.FollowTail} for files and
 * {@link dev.usher.wheel.Run} for child processes. They use nothing of the kernel but what every program can use, so a
 * program may have wheels of its own.
 */
package dev.usher.wheel;
