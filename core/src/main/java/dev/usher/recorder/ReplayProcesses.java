package dev.usher.recorder;

import dev.usher.kernel.Processes;
import dev.usher.kernel.Program;
import dev.usher.kernel.Spawned;
import dev.usher.network.StreamLink;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.util.Optional;
import java.util.function.IntConsumer;

/** Child processes that say what was recorded, and end when it was recorded: none is started. One thread. */
final class ReplayProcesses implements Processes {
    private final Script script;
    private final ReplayNetwork network;

    ReplayProcesses(Script script, ReplayNetwork network) {
        this.script = script;
        this.network = network;
    }

    @Override
    public boolean onExit(long pid, IntConsumer told) {
        Input body = script.ask(Kind.PROCESS, () -> "process " + pid);
        if (body == null) {
            return false;
        }
        long recorded = body.number();
        boolean there = body.bool();
        if (recorded == pid) {
            script.done();
        } else {
            script.diverge("recorded: process " + recorded + "; the program waits for process " + pid);
        }
        return there;
    }

    @Override
    public Spawned spawn(Program program) throws IOException {
        String asked = "spawn " + Commands.text(program);
        Input body = script.ask(Kind.SPAWN, () -> asked);
        if (body != null) {
            script.same("spawn " + body.text(), asked);
        }
        if (script.isOver()) {
            return new Spawned(
                    new ReplayProcess(script, 0),
                    nobody(program.stdin()),
                    nobody(program.stdout()),
                    nobody(program.stderr()));
        }
        network.answered(body);
        Process process = new ReplayProcess(script, body.number());
        long stdin = body.number();
        long stdout = body.number();
        long stderr = body.number();
        script.done();
        Optional<StreamLink> in = link(stdin);
        return new Spawned(process, in, stdout == stdin ? in : link(stdout), link(stderr));
    }

    @Override
    public Spawned spawn(Program program, Way way) throws IOException {
        return spawn(program);
    }

    private Optional<StreamLink> link(long id) {
        return id == 0 ? Optional.empty() : Optional.of(new ReplayStreamLink(network, id));
    }

    private Optional<StreamLink> nobody(Redirect stream) {
        return stream == Redirect.PIPE ? Optional.of(new ReplayStreamLink(network, 0)) : Optional.empty();
    }

    @Override
    public boolean kill(Process process, String signal) {
        String asked = "kill " + process.pid() + " " + signal;
        Input body = script.ask(Kind.KILL, () -> asked);
        if (body != null) {
            script.same("kill " + body.number() + " " + body.text(), asked);
        }
        if (script.isOver()) {
            return false;
        }
        script.threw(body);
        boolean sent = body.bool();
        script.done();
        return sent;
    }
}
