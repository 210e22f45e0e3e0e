package dev.usher.recorder;

import dev.usher.kernel.Processes;
import dev.usher.kernel.Program;
import dev.usher.kernel.Spawned;
import dev.usher.network.StreamLink;
import java.io.IOException;
import java.util.Optional;
import java.util.function.IntConsumer;

/** Child processes whose streams, and what is learned of them, are recorded. The kernel's thread. */
final class RecordingProcesses implements Processes {
    private final FlightRecorder recorder;
    private final Processes real;

    RecordingProcesses(FlightRecorder recorder, Processes real) {
        this.recorder = recorder;
        this.real = real;
    }

    @Override
    public boolean onExit(long pid, IntConsumer told) {
        boolean there = real.onExit(pid, told);
        Output record = recorder.begin(Kind.PROCESS);
        record.number(pid);
        record.bool(there);
        recorder.end();
        return there;
    }

    @Override
    public Spawned spawn(Program program) throws IOException {
        return spawn(program, Processes::spawn);
    }

    @Override
    public Spawned spawn(Program program, Way way) throws IOException {
        Spawned started = null;
        Exception failure = null;
        try {
            started = way.spawn(real, program);
        } catch (IOException | RuntimeException e) {
            failure = e;
        }
        Output record = recorder.begin(Kind.SPAWN);
        record.text(Commands.text(program));
        if (failure != null) {
            throw Sneaky.thrown(recorder.failed(failure));
        }
        record.bool(true);
        record.number(started.process().pid());
        Optional<StreamLink> stdin = link(started.stdin(), record);
        Optional<StreamLink> stdout;
        if (started.stdin().isPresent() && started.stdin().equals(started.stdout())) { // a terminal
            record.number(((RecordingLink) stdin.get()).id);
            stdout = stdin;
        } else {
            stdout = link(started.stdout(), record);
        }
        Optional<StreamLink> stderr = link(started.stderr(), record);
        recorder.end();
        return new Spawned(new RecordingProcess(recorder, started.process()), stdin, stdout, stderr);
    }

    private Optional<StreamLink> link(Optional<StreamLink> real, Output record) {
        if (real.isEmpty()) {
            record.number(0);
            return Optional.empty();
        }
        long id = recorder.newLink();
        record.number(id);
        return Optional.of(new RecordingStreamLink(recorder, real.get(), id));
    }

    @Override
    public boolean kill(Process process, String signal) {
        boolean sent = false;
        RuntimeException failure = null;
        try {
            sent = real.kill(process instanceof RecordingProcess recorded ? recorded.real : process, signal);
        } catch (RuntimeException e) {
            failure = e;
        }
        Output record = recorder.begin(Kind.KILL);
        record.number(process.pid());
        record.text(signal);
        if (failure != null) {
            throw recorder.failed(failure);
        }
        record.bool(true);
        record.bool(sent);
        recorder.end();
        return sent;
    }
}
