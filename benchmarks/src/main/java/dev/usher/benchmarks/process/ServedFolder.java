package dev.usher.benchmarks.process;

import dev.usher.benchmarks.load.FileScript;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** A new folder with the files that {@link FileScript} asks for, removed when it is closed. Used by one thread. */
public final class ServedFolder implements AutoCloseable {

    private final Path path;
    /** Nothing stays behind, however we end. */
    private final Thread remover;

    public ServedFolder() throws IOException {
        path = Files.createTempDirectory("usher-files");
        remover = new Thread(() -> remove(path));
        Runtime.getRuntime().addShutdownHook(remover);
        boolean open = path.toFile().setReadable(true, false) && path.toFile().setExecutable(true, false);
        if (!open) { // nginx's worker is another user
            throw new IOException("cannot open " + path + " to all");
        }
        FileScript.write(path);
    }

    public Path path() {
        return path;
    }

    @Override
    public void close() {
        Runtime.getRuntime().removeShutdownHook(remover);
        remove(path);
    }

    /** Removes a folder and all in it. */
    static void remove(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            System.err.println("not removed: " + folder + ": " + e);
        }
    }
}
