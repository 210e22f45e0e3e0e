package dev.usher.benchmarks.process;

import dev.usher.benchmarks.load.HttpScript;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** nginx with one worker, by a configuration of its own in a temporary folder: nothing of the system's is touched. */
public final class Nginx {

    private static final String CONFIGURATION = """
            worker_processes 1;
            daemon off;
            pid nginx.pid;
            error_log stderr crit;
            events {
                worker_connections 4096;
            }
            http {
                access_log off;
                keepalive_requests 1000000000;
                client_body_temp_path body;
                proxy_temp_path proxy;
                fastcgi_temp_path fastcgi;
                uwsgi_temp_path uwsgi;
                scgi_temp_path scgi;
                server {
                    listen 127.0.0.1:%d backlog=4096;
                    %s
                }
            }
            """;

    private static final String PLAINTEXT = """
            location = %s {
                default_type text/plain;
                return 200 "%s";
            }
            """.formatted(HttpScript.TARGET, HttpScript.BODY);

    private static final String FILES = """
            root %s;
            sendfile on;
            default_type text/plain;
            """;

    private Nginx() {}

    public static Variant variant() {
        return variant(PLAINTEXT);
    }

    /** Serves the files of a folder. */
    public static Variant files(Path folder) {
        return variant(FILES.formatted(folder));
    }

    private static Variant variant(String served) {
        Path program = Variant.program("nginx");
        return new Variant("nginx", () -> start(program, served), program == null ? "nginx on the path" : null);
    }

    private static ServerProcess start(Path program, String served) throws IOException, InterruptedException {
        int port = freePort();
        Path folder = Files.createTempDirectory("usher-nginx");
        Path configuration = folder.resolve("nginx.conf");
        Files.writeString(configuration, CONFIGURATION.formatted(port, served));
        List<String> command = List.of("" + program, "-e", "stderr", "-p", folder + "/", "-c", "" + configuration);
        Process process = Jvm.startProgram(Jvm.SERVER_CORE, command);
        process.onExit().thenRun(() -> ServedFolder.remove(folder));
        return ServerProcess.silent(process, port);
    }

    /** Free a moment ago: nginx cannot tell which port the system has chosen. */
    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
