/**
 * POE's kernel for the JVM: sessions, events, timers, watched links, signals and their lifetimes.
 *
 * <p>Reading order for users: {@link dev.usher.kernel.Kernel}, {@link dev.usher.kernel.Session},
 * {@link dev.usher.kernel.States} and its {@link dev.usher.kernel.Handlers}, {@link dev.usher.kernel.Event},
 * {@link dev.usher.kernel.Context} with the verbs it has from {@link dev.usher.kernel.Timing} and
 * {@link dev.usher.kernel.Posting}. For those who read on: {@code Loop}, then one small class for each resource:
 * EventQueue, Alarms, Aliases, References, Sessions, Lifetimes, Signals, Watchers, Flushes, Inbox, Offloads.
 */
package dev.usher.kernel;
