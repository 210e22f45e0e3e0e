package dev.usher.benchmarks.workload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.benchmarks.load.EchoScript;
import dev.usher.benchmarks.load.HttpScript;
import dev.usher.benchmarks.measure.Figure;
import dev.usher.benchmarks.measure.Options;
import dev.usher.benchmarks.measure.Pace;
import dev.usher.benchmarks.process.ServerProcess;
import dev.usher.benchmarks.process.Variant;
import java.io.IOException;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every server that is measured over TLS 1.3 does there what it does without. */
@Timeout(60)
class TlsServersTest {

    private static final int CONNECTIONS = 2;
    private static final Pace NO_TIME = new Pace(0, 0);
    private static final Options OPTIONS =
            Options.parse(new String[] {"--tls", "../core/src/test/resources/tls"}, Workloads.options());

    static Stream<Variant> lines() {
        return EchoServers.overTls(OPTIONS).values().stream();
    }

    static Stream<Variant> requests() {
        return HttpServers.overTls(OPTIONS).values().stream();
    }

    static Stream<Variant> records() {
        return BlockServers.overTls(OPTIONS).values().stream();
    }

    @ParameterizedTest
    @MethodSource("lines")
    void shouldEchoLines(Variant variant) throws IOException, InterruptedException {
        ask(variant, EchoScript.LONG);
    }

    @ParameterizedTest
    @MethodSource("requests")
    void shouldAnswerRequests(Variant variant) throws IOException, InterruptedException {
        ask(variant, HttpScript.NAME);
    }

    @ParameterizedTest
    @MethodSource("records")
    void shouldEchoLargeRecords(Variant variant) throws IOException, InterruptedException {
        ask(variant, EchoScript.LARGE);
    }

    private static void ask(Variant variant, String script) throws IOException, InterruptedException {
        Assumptions.assumeTrue(variant.missing() == null, () -> "there is no " + variant.missing());
        try (ServerProcess server = variant.launch().start()) {
            Map<Figure, Double> measured = new TlsTrial(OPTIONS, script, CONNECTIONS).asking(server, NO_TIME);

            assertTrue(measured.get(Figure.PER_SECOND) > 0, measured::toString);
        }
    }

    @Test
    void shouldSayWhatIsWrongWhenAServerDoesOtherThanEcho() throws IOException, InterruptedException {
        try (ServerProcess server =
                HttpServers.overTls(OPTIONS).get("netty").launch().start()) {
            TlsTrial trial = new TlsTrial(OPTIONS, EchoScript.LONG, 1);

            assertThrows(IOException.class, () -> trial.asking(server, NO_TIME));
        }
    }

    @Test
    void shouldSayWhichFileIsMissingWhenThereIsNoCertificate() {
        Options elsewhere = Options.parse(new String[] {"--tls", "nowhere"}, Workloads.options());

        assertEquals(
                "nowhere/localhost.pem (--tls says in which folder)",
                EchoServers.overTls(elsewhere).get("usher").missing());
    }
}
