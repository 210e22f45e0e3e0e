package dev.usher.benchmarks.process;

import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Helidon needs a newer JDK than we: where there is one, it compiles and runs the server. Any thread. */
public final class Helidon {

    private static final int NEEDED = 21;
    private static final Pattern FEATURE = Pattern.compile("JAVA_VERSION=\"(\\d+)");
    private static final List<String> PLACES =
            List.of("/usr/lib/jvm", "/opt/java", "/Library/Java/JavaVirtualMachines");

    private static Path compiled;

    private Helidon() {}

    public static Variant variant() {
        Path jdk = jdk();
        return new Variant(
                "helidon",
                () -> {
                    String path = compiled(jdk) + File.pathSeparator + System.getProperty("java.class.path");
                    return ServerProcess.java(
                            jdk, List.of("-cp", path, "dev.usher.benchmarks.server.HelidonHttpServer", "--port", "0"));
                },
                jdk == null ? "JDK " + NEEDED + " or newer (looked in JAVA_HOME and " + PLACES + ")" : null);
    }

    /** @return the newest JDK that is new enough, or null */
    private static Path jdk() {
        Path best = newer(Path.of(System.getProperty("java.home")), null);
        String home = System.getenv("JAVA_HOME");
        best = home == null ? best : newer(Path.of(home), best);
        for (String place : PLACES) {
            Path folder = Path.of(place);
            if (Files.isDirectory(folder)) {
                try (DirectoryStream<Path> homes = Files.newDirectoryStream(folder)) {
                    for (Path each : homes) {
                        Path contents = each.resolve("Contents/Home");
                        best = newer(Files.isDirectory(contents) ? contents : each, best);
                    }
                } catch (IOException e) {
                    System.err.println("cannot look for JDKs in " + folder + ": " + e);
                }
            }
        }
        return best;
    }

    private static Path newer(Path home, Path best) {
        int feature = feature(home);
        return feature >= NEEDED && (best == null || feature > feature(best)) ? home : best;
    }

    private static int feature(Path home) {
        try {
            if (Files.isExecutable(home.resolve("bin/javac")) && Files.exists(home.resolve("release"))) {
                Matcher feature = FEATURE.matcher(Files.readString(home.resolve("release")));
                return feature.find() ? Integer.parseInt(feature.group(1)) : 0;
            }
        } catch (IOException e) {
            System.err.println("cannot tell the version of " + home + ": " + e);
        }
        return 0;
    }

    private static synchronized Path compiled(Path jdk) throws IOException, InterruptedException {
        if (compiled == null) {
            Path source = Resource.file("HelidonHttpServer.java");
            Path folder = Files.createTempDirectory("usher-helidon");
            Process javac = new ProcessBuilder(
                            "" + jdk.resolve("bin/javac"),
                            "-proc:none",
                            "-nowarn",
                            "-d",
                            "" + folder,
                            "-cp",
                            System.getProperty("java.class.path"),
                            "" + source)
                    .inheritIO()
                    .start();
            if (javac.waitFor() != 0) {
                throw new IOException("javac cannot compile HelidonHttpServer.java: exit code " + javac.exitValue());
            }
            compiled = folder;
        }
        return compiled;
    }
}
