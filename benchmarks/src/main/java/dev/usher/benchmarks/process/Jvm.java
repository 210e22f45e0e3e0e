package dev.usher.benchmarks.process;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Starts child JVMs, all with the same flags, each on a core of its own where {@code taskset} and two cores exist. Any
 * thread.
 */
public final class Jvm {

    public static final int SERVER_CORE = 0;
    public static final int LOAD_CORE = 1;

    /** A single-threaded server shares its core with its collector, and the serial one is the smallest guest. */
    private static final List<String> FLAGS = List.of("-Xms1g", "-Xmx1g", "-XX:+UseSerialGC");

    private static final boolean PINNED =
            Runtime.getRuntime().availableProcessors() > 1 && Variant.program("taskset") != null;

    /** Seen before anything was pinned. */
    private static final int CORES = Runtime.getRuntime().availableProcessors();

    private Jvm() {}

    /** Says what to know of a run's conditions. */
    public static String conditions() {
        return "JDK " + System.getProperty("java.version") + ", " + String.join(" ", FLAGS)
                + (PINNED
                        ? ", server on core " + SERVER_CORE + ", load on core " + LOAD_CORE
                        : ", not pinned (needs taskset and two cores): expect noise");
    }

    /**
     * Starts a JVM; its standard error is ours, its standard output is for us to read.
     *
     * @param core where it runs
     * @param arguments what follows the flags: class path and class, or jar, and their arguments
     */
    public static Process start(int core, List<String> arguments) throws IOException {
        return start(Path.of(System.getProperty("java.home")), core, arguments);
    }

    /** Starts a JVM of another version likewise. */
    static Process start(Path home, int core, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("" + home.resolve("bin").resolve("java")));
        command.addAll(FLAGS);
        command.addAll(arguments);
        return startProgram(core, command);
    }

    /** Starts any other program likewise. */
    static Process startProgram(int core, List<String> program) throws IOException {
        List<String> command = new ArrayList<>();
        if (PINNED) {
            command.addAll(List.of("taskset", "-c", "" + core));
        }
        command.addAll(program);
        return new ProcessBuilder(command).redirectError(Redirect.INHERIT).start();
    }

    /** Gives the process that calls all cores again. */
    public static void unpinSelf() throws IOException, InterruptedException {
        pinSelf("0-" + (CORES - 1));
    }

    /** Moves the process that calls to a core. */
    public static void pinSelf(int core) throws IOException, InterruptedException {
        pinSelf("" + core);
    }

    private static void pinSelf(String cores) throws IOException, InterruptedException {
        if (PINNED) {
            String pid = "" + ProcessHandle.current().pid();
            new ProcessBuilder("taskset", "-acp", cores, pid)
                    .redirectOutput(Redirect.DISCARD)
                    .start()
                    .waitFor();
        }
    }

    /** A program of the JDK that runs us. */
    static String tool(String name) {
        return System.getProperty("java.home") + File.separator + "bin" + File.separator + name;
    }
}
