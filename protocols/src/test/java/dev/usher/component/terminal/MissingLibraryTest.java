package dev.usher.component.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** What a program is told that has not added the libraries of terminals. */
class MissingLibraryTest {

    /** Runs a class of this package where there is no library of this name. */
    private static String without(String library, Class<? extends Supplier<String>> told) throws Exception {
        List<URL> rest = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            if (!new File(entry).getName().startsWith(library)) {
                rest.add(new File(entry).toURI().toURL());
            }
        }
        try (URLClassLoader loader =
                new URLClassLoader(rest.toArray(new URL[0]), ClassLoader.getPlatformClassLoader())) {
            Object supplier =
                    loader.loadClass(told.getName()).getDeclaredConstructor().newInstance();
            return (String) Supplier.class.getMethod("get").invoke(supplier);
        }
    }

    @Test
    void shouldNamePty4jWhenItIsMissing() throws Exception {
        String message = without("pty4j", WithPty.class);

        assertTrue(message.contains("org.jetbrains.pty4j:pty4j"), message);
        assertTrue(message.contains("add it"), message);
    }

    @Test
    void shouldNameJlineWhenItIsMissing() throws Exception {
        String message = without("jline", WithReadLine.class);

        assertTrue(message.contains("org.jline:jline-reader"), message);
        assertEquals("opened", new WithReadLine().get());
    }
}
