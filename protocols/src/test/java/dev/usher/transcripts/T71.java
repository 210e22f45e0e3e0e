package dev.usher.transcripts;

import dev.usher.kernel.Event;
import dev.usher.kernel.SignalInfo;

/** Who watches a child process is told of its end before those who watch CHLD. */
final class T71 extends Port {
    static final Event<SignalInfo> MINE = Event.named("mine", SignalInfo.class);
    static final Event<SignalInfo> GENERIC = Event.named("generic", SignalInfo.class);
    static final Event<Void> Z = Event.named("z");

    @Override
    void program() {
        S("A", a -> {
            a.start((heap, poe) -> {
                Process process = simulation.processes().start();
                simulation.processes().end(process.pid(), 2);
                poe.sig("CHLD", GENERIC);
                poe.sigChild(process, MINE, null);
            });
            a.on(MINE, (heap, poe, signal) -> {
                L("sig_child event", signal.name(), signal.childExit().exitCode());
                poe.delay(Z, seconds(0.1));
            });
            a.on(
                    GENERIC,
                    (heap, poe, signal) -> L(
                            "sig(CHLD) event", signal.name(), signal.childExit().exitCode()));
            a.on(Z, (heap, poe) -> poe.sig("CHLD"));
        });
        kernel.run();
    }
}
