package dev.usher.kernel;

import java.util.List;

/** Something that another thread puts into the inbox; it is run on the kernel's thread. */
interface Mail extends Runnable {
    /** What it says, for those who record it. */
    Letter letter();

    /** An event for a session found by alias, or by an id in digits, when it enters. */
    record Post(Kernel kernel, String alias, Event<?> event, Object payload) implements Mail {
        @Override
        public void run() {
            Session destination = kernel.find(alias);
            if (destination == null || !kernel.postTo(destination, event, payload)) {
                Logs.KERNEL.debug("event '{}' from another thread: there is no session '{}'", event, alias);
            }
        }

        @Override
        public Letter letter() {
            return new Letter(Letter.Kind.POST, 0, alias, event.name(), Traced.payload(payload));
        }
    }

    /** An event for a session, lost if that has ended. */
    record PostTo(Session destination, Event<?> event, Object payload) implements Mail {
        @Override
        public void run() {
            if (destination.alive) {
                destination.kernel.postTo(destination, event, payload);
            }
        }

        @Override
        public Letter letter() {
            return new Letter(Letter.Kind.POST, destination.id, "", event.name(), Traced.payload(payload));
        }
    }

    /** A signal of the operating system, for the whole tree. */
    record Signal(Kernel kernel, String name) implements Mail {
        @Override
        public void run() {
            kernel.signals.raise(kernel.root, name, List.of());
        }

        @Override
        public Letter letter() {
            return new Letter(Letter.Kind.SIGNAL, 0, name, "", null);
        }
    }
}
