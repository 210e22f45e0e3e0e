package dev.usher.benchmarks.process;

import dev.usher.benchmarks.load.Load;
import dev.usher.benchmarks.measure.Account;
import dev.usher.benchmarks.measure.Figure;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A server in a process of its own, and what can be asked of it from outside, in the same way for every kind. Used by
 * one thread.
 */
public final class ServerProcess implements AutoCloseable {

    private static final String READY = "listening on ";
    private static final int TRIES = 2_500;
    private static final int PAUSE_MS = 2;

    private final Process process;
    private final boolean jvm;
    private int port;
    /** A server must not outlive us, however we end. */
    private final Thread reaper;

    private ServerProcess(Process process, boolean jvm) {
        this.process = process;
        this.jvm = jvm;
        reaper = new Thread(process::destroyForcibly);
        Runtime.getRuntime().addShutdownHook(reaper);
    }

    /**
     * Starts a server and waits until it says {@code listening on HOST:PORT}.
     *
     * @param arguments what follows {@code java} and its flags
     */
    static ServerProcess java(List<String> arguments) throws IOException {
        return java(Jvm.SERVER_CORE, arguments);
    }

    /** The same on a core of choice. */
    public static ServerProcess java(int core, List<String> arguments) throws IOException {
        return new ServerProcess(Jvm.start(core, arguments), true).ready(arguments);
    }

    /** Starts a JVM of another version likewise. */
    static ServerProcess java(Path home, List<String> arguments) throws IOException {
        return new ServerProcess(Jvm.start(home, Jvm.SERVER_CORE, arguments), true).ready(arguments);
    }

    /** Starts a program that is no JVM likewise. */
    static ServerProcess program(List<String> command) throws IOException {
        return new ServerProcess(Jvm.startProgram(Jvm.SERVER_CORE, command), false).ready(command);
    }

    /**
     * Takes a server that says nothing, and waits until it accepts connections.
     *
     * @param process the server, which is no JVM
     * @param port where it was told to listen
     */
    static ServerProcess silent(Process process, int port) throws IOException, InterruptedException {
        ServerProcess server = new ServerProcess(process, false);
        server.port = port;
        for (int tries = 0; !server.accepts(); tries++) {
            if (tries == TRIES || !process.isAlive()) {
                server.close();
                throw new IOException("the server does not listen on port " + port);
            }
            Thread.sleep(PAUSE_MS);
        }
        return server;
    }

    private ServerProcess ready(List<String> command) throws IOException {
        BufferedReader output = process.inputReader();
        String line = output.readLine();
        if (line == null || !line.startsWith(READY)) {
            close();
            throw new IOException("the server " + command.get(command.size() - 1) + " said: " + line);
        }
        port = Integer.parseInt(line.substring(line.lastIndexOf(':') + 1));
        return this;
    }

    private boolean accepts() {
        try {
            Load.connect(port).close();
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    public int port() {
        return port;
    }

    long pid() {
        return process.pid();
    }

    /** CPU nanoseconds that it and its children have taken. */
    public long cpuNs() throws IOException {
        return Account.cpuNs(pid());
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

    /** Resident bytes of the process and its children, or -1 where there is no {@code /proc}. */
    public long residentBytes() throws IOException {
        return Account.residentBytes(pid());
    }

    /** What the server takes now: resident memory, and live heap if it is a JVM. */
    public Map<Figure, Double> memory() throws IOException, InterruptedException {
        Map<Figure, Double> memory = new EnumMap<>(Figure.class);
        long resident = residentBytes();
        if (resident >= 0) {
            memory.put(Figure.RESIDENT_MB, resident / 1e6);
        }
        if (jvm) {
            memory.put(Figure.HEAP_MB, liveHeapBytes() / 1e6);
        }
        return memory;
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
