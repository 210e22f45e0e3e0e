package dev.usher.benchmarks.client;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

/** The JDK's client, asked by a thread for each connection: by {@code sendAsync} it did half as much. */
public final class JdkClient {

    private JdkClient() {}

    public static void main(String[] arguments) {
        ClientMeter meter = ClientMeter.of(arguments);
        HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        for (int i = 0; i < meter.connections(); i++) {
            new Thread(() -> ask(client, meter)).start();
        }
    }

    private static void ask(HttpClient client, ClientMeter meter) {
        try {
            while (true) {
                HttpRequest request =
                        HttpRequest.newBuilder(URI.create(meter.uri())).GET().build();
                HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
                meter.answered(response.statusCode(), response.body());
            }
        } catch (IOException | InterruptedException e) {
            meter.fail(e);
        }
    }
}
