package dev.usher.component.http.metrics;

import dev.usher.component.http.HttpConnection;
import dev.usher.component.http.HttpHandler;
import dev.usher.component.http.HttpObserver;
import dev.usher.component.http.HttpRequest;
import dev.usher.component.http.HttpResponse;
import dev.usher.component.http.Served;
import dev.usher.kernel.Context;
import io.prometheus.metrics.core.datapoints.DistributionDataPoint;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/**
 * Counts what a server does, in a registry of the Prometheus client library: connections and requests under way,
 * requests by status class, how long they took, bytes of content. Also the handler that tells it all to Prometheus, for
 * {@code ^/metrics$} say. Several servers, in several kernels, may share one.
 *
 * <p>Needs {@code io.prometheus:prometheus-metrics-core} and {@code prometheus-metrics-exposition-textformats}.
 */
public final class PrometheusMetrics implements HttpObserver, HttpHandler {
    /** Seconds: from a ready-made answer to a slow database. */
    private static final double[] BOUNDS = {0.0001, 0.0005, 0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10};

    private static final int CLASSES = 6; // of status codes, none being the first
    private static final String[] CLASS_NAMES = {"none", "1xx", "2xx", "3xx", "4xx", "5xx"};

    private final PrometheusRegistry registry;
    private final PrometheusTextFormatWriter writer = PrometheusTextFormatWriter.create();
    private final Gauge connections;
    private final Gauge inFlight;
    private final Counter bytes;
    private final DistributionDataPoint[] durations = new DistributionDataPoint[CLASSES]; // each counts its requests

    private PrometheusMetrics(PrometheusRegistry registry) {
        this.registry = registry;
        connections = Gauge.builder()
                .name("http_server_connections")
                .help("Connections there are")
                .register(registry);
        inFlight = Gauge.builder()
                .name("http_server_requests_in_flight")
                .help("Requests without a whole answer yet")
                .register(registry);
        bytes = Counter.builder()
                .name("http_server_response_content_bytes_total")
                .help("Bytes of content that were put into answers")
                .register(registry);
        Histogram duration = Histogram.builder()
                .name("http_server_request_duration_seconds")
                .help("From the head of a request to the end of its answer")
                .labelNames("status")
                .classicOnly()
                .classicUpperBounds(BOUNDS)
                .register(registry);
        for (int i = 0; i < CLASSES; i++) {
            durations[i] = duration.labelValues(CLASS_NAMES[i]);
        }
    }

    /**
     * Metrics of one's own.
     *
     * @param registry gets them; one of a name that it has already is refused
     * @return observes servers, and answers to Prometheus with all that is in the registry
     */
    public static PrometheusMetrics in(PrometheusRegistry registry) {
        return new PrometheusMetrics(registry);
    }

    @Override
    public void connected(HttpConnection connection) {
        connections.inc();
    }

    @Override
    public void disconnected(HttpConnection connection) {
        connections.dec();
    }

    @Override
    public void begun(HttpConnection connection) {
        inFlight.inc();
    }

    @Override
    public void served(Served served) {
        inFlight.dec();
        bytes.inc(served.bytes());
        durations[Math.min(served.status() / 100, CLASSES - 1)].observe(
                served.taken().toNanos() / 1e9);
    }

    @Override
    public void handle(Context poe, HttpRequest request, HttpResponse response) throws IOException {
        ByteArrayOutputStream text = new ByteArrayOutputStream(4_096);
        writer.write(text, registry.scrape());
        response.contentType(writer.getContentType())
                .content(text.toByteArray())
                .respond()
                .done();
    }
}
