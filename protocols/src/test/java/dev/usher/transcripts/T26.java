package dev.usher.transcripts;

import dev.usher.kernel.ChildExit;
import dev.usher.kernel.Event;
import dev.usher.kernel.SignalInfo;

/** A watch of a signal does not keep a session alive, that of a child process does. */
final class T26 extends Port {
    static final Event<SignalInfo> U = Event.named("u", SignalInfo.class);
    static final Event<SignalInfo> REAPED = Event.named("reaped", SignalInfo.class);

    @Override
    void program() {
        S("SigOnly", sigOnly -> {
            sigOnly.start((heap, poe) -> poe.sig("USR1", U));
            sigOnly.on(U, (heap, poe) -> L("u"));
        });
        S("Chld", chld -> {
            chld.start((heap, poe) -> {
                Process process = simulation.processes().start();
                simulation.processes().end(process.pid(), seconds(0.1), 3);
                poe.sigChild(process, REAPED, "tag");
            });
            chld.on(REAPED, (heap, poe, signal) -> {
                ChildExit exit = signal.childExit();
                L(
                        "Chld.reaped",
                        signal.name(),
                        "pid ok",
                        bit(exit.pid() > 0),
                        "status",
                        exit.exitCode(),
                        "tag",
                        signal.extra());
            });
        });
        kernel.run();
        L("done");
    }
}
