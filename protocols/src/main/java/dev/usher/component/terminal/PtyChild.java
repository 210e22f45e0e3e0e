package dev.usher.component.terminal;

import com.pty4j.PtyProcess;
import com.pty4j.PtyProcessBuilder;
import dev.usher.kernel.Program;
import dev.usher.kernel.Spawned;
import dev.usher.network.PumpedLink;
import dev.usher.network.StreamLink;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All that touches pty4j, which may be missing. */
final class PtyChild {
    private PtyChild() {}

    static Spawned start(Program program, int rows, int columns, boolean stderrApart, boolean raw) throws IOException {
        List<String> command = new ArrayList<>();
        // pty4j sets the size when the child may have asked for it already; a child can set its own terminal before.
        String modes = (raw ? "raw -echo " : "") + "rows " + rows + " cols " + columns;
        String apart = stderrApart && raw ? "stty raw <&2 && " : "";
        command.addAll(List.of("/bin/sh", "-c", "stty " + modes + " && " + apart + "exec \"$@\"", "sh"));
        command.addAll(program.command());
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.putIfAbsent("TERM", "dumb");
        environment.putAll(program.environment());
        PtyProcess process = new PtyProcessBuilder(command.toArray(new String[0]))
                .setEnvironment(environment)
                .setDirectory(program.directory().map(Object::toString).orElse(null))
                .setConsole(stderrApart) // else it has no stream of its own for standard error
                .setRedirectErrorStream(!stderrApart)
                .start();
        String name = process.pid() + " " + program.command().get(0);
        StreamLink terminal =
                PumpedLink.of("terminal of " + name, process.getInputStream(), new FromZero(process.getOutputStream()));
        Optional<StreamLink> stderr = stderrApart
                ? Optional.of(PumpedLink.reading("stderr of " + name, process.getErrorStream()))
                : Optional.empty();
        return new Spawned(process, Optional.of(terminal), Optional.of(terminal), stderr);
    }

    /** pty4j's stream fails where the bytes do not stand at the begin of their array. */
    private static final class FromZero extends FilterOutputStream {
        FromZero(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(offset == 0 ? bytes : Arrays.copyOfRange(bytes, offset, offset + length), 0, length);
        }
    }
}
