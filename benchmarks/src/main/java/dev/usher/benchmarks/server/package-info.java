/**
 * The servers that are measured, each a program of its own, <i>whose</i> and <i>what</i>: {@code NettyEchoServer}. A
 * server is a program that prints {@code listening on HOST:PORT} when it is ready and ends on TERM.
 */
package dev.usher.benchmarks.server;
