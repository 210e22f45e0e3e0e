package dev.usher.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A server in a JVM of its own, and what can be asked of it from outside, in the same way for every kind. Used by one
 * thread.
 */
final class ServerProcess implements AutoCloseable {

    private static final String READY = "listening on ";
    private static final int TRIES = 250;
    private static final int PAUSE_MS = 20;

    private final Process process;
    private int port;
    /** A server must not outlive us, however we end. */
    private final Thread reaper;

    /**
     * Starts a server and waits until it says {@code listening on HOST:PORT}.
     *
     * @param arguments what follows {@code java} and its flags
     */
    ServerProcess(List<String> arguments) throws IOException {
        this(Jvm.SERVER_CORE, arguments);
    }

    /** The same on a core of choice. */
    ServerProcess(int core, List<String> arguments) throws IOException {
        this(Jvm.start(core, arguments));
        BufferedReader output = process.inputReader();
        String line = output.readLine();
        if (line == null || !line.startsWith(READY)) {
            close();
            throw new IOException("the server " + arguments + " said: " + line);
        }
        port = Integer.parseInt(line.substring(line.lastIndexOf(':') + 1));
    }

    /**
     * Takes a server that says nothing, and waits until it accepts connections.
     *
     * @param process the server
     * @param port where it was told to listen
     */
    ServerProcess(Process process, int port) throws IOException, InterruptedException {
        this(process);
        this.port = port;
        for (int tries = 0; !accepts(); tries++) {
            if (tries == TRIES || !process.isAlive()) {
                close();
                throw new IOException("the server does not listen on port " + port);
            }
            Thread.sleep(PAUSE_MS);
        }
    }

    private ServerProcess(Process process) {
        this.process = process;
        reaper = new Thread(process::destroyForcibly);
        Runtime.getRuntime().addShutdownHook(reaper);
    }

    private boolean accepts() {
        try {
            Load.connect(port).close();
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    int port() {
        return port;
    }

    long pid() {
        return process.pid();
    }

    /**
     * CPU nanoseconds of all threads of a process, and of its children (nginx has a worker), since it began, in steps
     * of the system's clock (mostly 10 ms).
     */
    static long cpuNs(long pid) throws IOException {
        ProcessHandle parent = ProcessHandle.of(pid).orElseThrow(() -> new IOException("there is no process " + pid));
        long sum = 0;
        for (ProcessHandle handle :
                Stream.concat(Stream.of(parent), parent.descendants()).toList()) {
            sum += handle.info()
                    .totalCpuDuration()
                    .map(Duration::toNanos)
                    .orElseThrow(
                            () -> new IOException("the system does not tell the CPU time of process " + handle.pid()));
        }
        return sum;
    }

    long cpuNs() throws IOException {
        return cpuNs(pid());
    }

    /** Bytes of all objects that survive a collection. */
    long liveHeapBytes() throws IOException, InterruptedException {
        jcmd("GC.run");
        String[] total = jcmd("GC.class_histogram").trim().split("\\s+");
        // Total <instances> <bytes>
        if (total.length != 3 || !total[0].equals("Total")) {
            throw new IOException("jcmd GC.class_histogram ended with: " + String.join(" ", total));
        }
        return Long.parseLong(total[2]);
    }

    /** Resident bytes, or -1 where there is no {@code /proc}. */
    long residentBytes() throws IOException {
        Path status = Path.of("/proc/" + pid() + "/status");
        if (!Files.exists(status)) {
            return -1;
        }
        for (String line : Files.readAllLines(status)) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.replaceAll("\\D", "")) * 1_024;
            }
        }
        return -1;
    }

    /** Asks the JVM's diagnostics and gives the last line of the answer. */
    private String jcmd(String command) throws IOException, InterruptedException {
        Process jcmd = new ProcessBuilder(Jvm.tool("jcmd"), "" + pid(), command)
                .redirectErrorStream(true)
                .start();
        String last = "";
        try (BufferedReader output = jcmd.inputReader()) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                last = line.isBlank() ? last : line;
            }
        }
        if (jcmd.waitFor() != 0) {
            throw new IOException("jcmd " + command + " failed: " + last);
        }
        return last;
    }

    /** Ends the server as an administrator would, or by force when it does not end within five seconds. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                System.err.println("the server did not end on TERM");
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().removeShutdownHook(reaper);
    }
}
