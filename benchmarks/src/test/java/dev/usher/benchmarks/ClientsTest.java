package dev.usher.benchmarks;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every client that is measured asks, and understands the answers. */
@Timeout(60)
class ClientsTest {

    @ParameterizedTest
    @ValueSource(strings = {"usher", "jdk", "vertx"})
    void shouldTellHowManyAnswersItGot(String client) throws IOException, InterruptedException {
        String said = ClientBenchmark.ask(client, 3, 0, 0);

        assertTrue(said.matches("answers [1-9][0-9]{3,} perCpuSecond [0-9]+ perSecond [0-9]+"), said);
    }
}
