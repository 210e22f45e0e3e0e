package dev.usher.kernel;

/** One place of the {@link EventQueue}: an event on its way. Reused. */
final class QueuedEvent {
    Session target;
    Session sender;
    Event<?> event;
    Object payload;
    Event<?> from;
    long stamp; // nanoseconds of the kernel's time when it was posted
    long sequence;
}
