package dev.usher.recorder;

import dev.usher.kernel.Program;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** What child processes are started with, as text: the same for the same program on every machine with the same JDK. */
final class Commands {
    private Commands() {}

    /**
     * The JDK, its class path and its module path are where they are on each machine: a replay may have them elsewhere.
     */
    static String text(Program program) {
        List<String> command = new ArrayList<>();
        for (String word : program.command()) {
            if (word.equals(Program.javaCommand())) {
                command.add("{java}");
            } else if (word.equals(System.getProperty("java.class.path"))) {
                command.add("{class path}");
            } else if (word.equals(System.getProperty("jdk.module.path"))) {
                command.add("{module path}");
            } else {
                command.add(word);
            }
        }
        return command + " in " + program.directory().map(Object::toString).orElse(".") + " with "
                + new TreeMap<>(program.environment()) + " stdin " + program.stdin() + " stdout " + program.stdout()
                + " stderr " + program.stderr();
    }
}
