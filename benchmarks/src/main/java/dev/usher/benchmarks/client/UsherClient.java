package dev.usher.benchmarks.client;

import dev.usher.component.http.client.ClientRequest;
import dev.usher.component.http.client.ClientResponse;
import dev.usher.component.http.client.HttpClient;
import dev.usher.kernel.Context;
import dev.usher.kernel.Kernel;
import dev.usher.kernel.States;

/**
 * What is measured in the benchmark of clients: a session that asks again whenever it has been answered. One thread.
 */
public final class UsherClient {

    private static final States<UsherClient> STATES =
            States.of(UsherClient.class).start(UsherClient::start).on(ClientRequest.RESPONSE, UsherClient::answered);

    private final ClientMeter meter;

    private UsherClient(ClientMeter meter) {
        this.meter = meter;
    }

    public static void main(String[] arguments) {
        ClientMeter meter = ClientMeter.of(arguments);
        Kernel kernel = new Kernel();
        HttpClient.define()
                .alias("ua")
                .maxPerHost(meter.connections())
                .maxOpen(meter.connections())
                .start(kernel);
        kernel.create(STATES, new UsherClient(meter));
        kernel.run();
    }

    private void start(Context poe) {
        for (int i = 0; i < meter.connections(); i++) {
            ask(poe);
        }
    }

    private void ask(Context poe) {
        poe.post("ua", HttpClient.REQUEST, ClientRequest.get(meter.uri()));
    }

    private void answered(Context poe, ClientResponse response) {
        response.failure().ifPresent(meter::fail);
        meter.answered(response.status(), response.text());
        ask(poe);
    }
}
