package dev.usher.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A server in a JVM of its own, and what can be asked of it from outside, in the same way for every kind. Used by one
 * thread.
 */
final class ServerProcess implements AutoCloseable {

    private static final String READY = "listening on ";

    private final Process process;
    private final int port;
    /** A server must not outlive us, however we end. */
    private final Thread reaper;

    /**
     * Starts a server and waits until it says {@code listening on HOST:PORT}.
     *
     * @param arguments what follows {@code java} and its flags
     */
    ServerProcess(List<String> arguments) throws IOException {
        process = Jvm.start(Jvm.SERVER_CORE, arguments);
        reaper = new Thread(process::destroyForcibly);
        Runtime.getRuntime().addShutdownHook(reaper);
        BufferedReader output = process.inputReader();
        String line = output.readLine();
        if (line == null || !line.startsWith(READY)) {
            close();
            throw new IOException("the server " + arguments + " said: " + line);
        }
        port = Integer.parseInt(line.substring(line.lastIndexOf(':') + 1));
    }

    int port() {
        return port;
    }

    long pid() {
        return process.pid();
    }

    /** CPU nanoseconds of all threads of a process since it began, in steps of the system's clock (mostly 10 ms). */
    static long cpuNs(long pid) throws IOException {
        return ProcessHandle.of(pid)
                .flatMap(handle -> handle.info().totalCpuDuration())
                .map(Duration::toNanos)
                .orElseThrow(() -> new IOException("the system does not tell the CPU time of process " + pid));
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
