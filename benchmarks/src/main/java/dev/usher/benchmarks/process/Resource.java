package dev.usher.benchmarks.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Sources of peers that are no Java, which others have to read from a file. Any thread. */
final class Resource {

    private Resource() {}

    /** @return a file with that resource of this package, which goes when the program ends */
    static synchronized Path file(String name) {
        try (InputStream in = Resource.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalArgumentException("there is no resource " + name);
            }
            Path folder = Files.createTempDirectory("usher-peer");
            Path file = folder.resolve(name);
            Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
            folder.toFile().deleteOnExit(); // files go in the order opposite to this
            file.toFile().deleteOnExit();
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
