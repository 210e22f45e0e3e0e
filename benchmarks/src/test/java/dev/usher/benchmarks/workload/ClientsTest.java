package dev.usher.benchmarks.workload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.benchmarks.client.ClientMeter;
import dev.usher.benchmarks.client.UsherClient;
import dev.usher.benchmarks.measure.Options;
import dev.usher.benchmarks.measure.Pace;
import dev.usher.benchmarks.process.Variant;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every client that is measured asks, and understands the answers. */
@Timeout(60)
class ClientsTest {

    @ParameterizedTest
    @ValueSource(strings = {"usher", "jdk", "vertx"})
    void shouldTellHowManyAnswersItGot(String client) throws IOException, InterruptedException {
        Variant variant = ClientTrial.all(Options.parse(new String[0], Workloads.options()))
                .get(client);

        ClientMeter.Result result = ClientTrial.ask(variant, 3, new Pace(0, 0));

        assertTrue(result.answers() >= 1_000, result::toString);
        assertTrue(result.seconds() > 0, result::toString);
    }

    @Test
    void shouldTellWhichClientFailedWhenItEndsWithoutAResult() {
        Variant wrong = Variant.ours("wrong", UsherClient.class, "--burst", "3");

        Exception thrown = assertThrows(IOException.class, () -> ClientTrial.ask(wrong, 3, new Pace(0, 0)));

        assertEquals("the client wrong failed with exit code 2", thrown.getMessage());
    }
}
