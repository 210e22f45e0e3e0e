/**
 * Terminals: {@link dev.usher.component.terminal.Pty} gives a child process one, through pty4j;
 * {@link dev.usher.component.terminal.ReadLine} reads lines from one, through JLine. Neither library comes with Usher:
 * who uses the class adds it.
 */
package dev.usher.component.terminal;
