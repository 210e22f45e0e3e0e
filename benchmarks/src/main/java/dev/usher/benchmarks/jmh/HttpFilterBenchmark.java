package dev.usher.benchmarks.jmh;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.usher.filter.Input;
import dev.usher.filter.Output;
import dev.usher.filters.http.DateField;
import dev.usher.filters.http.FieldName;
import dev.usher.filters.http.HttpPart;
import dev.usher.filters.http.MutableFields;
import dev.usher.filters.http.RequestHead;
import dev.usher.filters.http.RequestParser;
import dev.usher.filters.http.ResponseEncoder;
import dev.usher.filters.http.ResponseHead;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * What it costs to take requests out of bytes and to put a response into bytes: sixteen requests, as one read brings
 * them to a server that is asked in a pipeline. The floor of parsing is a loop over the bytes that finds where requests
 * end and checks nothing; that of encoding a copy of bytes made before.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 3,
        jvmArgs = {"-Xms1g", "-Xmx1g", "-XX:+UseSerialGC"})
@State(Scope.Thread)
public class HttpFilterBenchmark {
    static final int REQUESTS = 16;

    private static final String SMALL =
            "GET /plaintext HTTP/1.1\r\nHost: 127.0.0.1:8080\r\nConnection: keep-alive\r\n\r\n";
    private static final String BROWSER = "GET /articles/2024/index.html?page=2&sort=date HTTP/1.1\r\n"
            + "Host: www.example.com\r\nConnection: keep-alive\r\nCache-Control: max-age=0\r\n"
            + "sec-ch-ua-mobile: ?0\r\nUpgrade-Insecure-Requests: 1\r\n"
            + "User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0 Safari/537.36\r\n"
            + "Accept: text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8\r\n"
            + "Sec-Fetch-Site: same-origin\r\nReferer: https://www.example.com/articles/\r\n"
            + "Accept-Encoding: gzip, deflate, br\r\nAccept-Language: en-GB,en;q=0.9,de;q=0.8\r\n"
            + "Cookie: session=0123456789abcdef0123456789abcdef; theme=dark\r\n\r\n";

    final byte[] small = SMALL.repeat(REQUESTS).getBytes(ISO_8859_1);
    final byte[] browser = BROWSER.repeat(REQUESTS).getBytes(ISO_8859_1);
    private final byte[] body = "Hello, World!".getBytes(ISO_8859_1);
    private final byte[] type = "text/plain".getBytes(ISO_8859_1);
    private final byte[] answer = ("HTTP/1.1 200 OK\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT\r\nServer: usher\r\n"
                    + "Content-Type: text/plain\r\nContent-Length: 13\r\n\r\nHello, World!")
            .getBytes(ISO_8859_1);

    private final Input window = new Input(65_536);
    final Output encoded = new Output(65_536);
    private final RequestParser parser = new RequestParser();
    private final RequestHead get =
            RequestHead.of("GET", "/plaintext", new MutableFields().add(FieldName.HOST, "127.0.0.1:8080"));
    private final ResponseHead response = new ResponseHead();
    private final ResponseEncoder encoder =
            new ResponseEncoder(new DateField(() -> 784_111_777), new MutableFields().add(FieldName.SERVER, "usher"));

    /** Made by JMH. */
    public HttpFilterBenchmark() {}

    /** Floor of parsing: requests with two fields. */
    @Benchmark
    @OperationsPerInvocation(REQUESTS)
    public int smallLoop() {
        return loop(small);
    }

    /** Floor of parsing: requests of a browser, with twelve fields. */
    @Benchmark
    @OperationsPerInvocation(REQUESTS)
    public int browserLoop() {
        return loop(browser);
    }

    /** Ours: requests with two fields. */
    @Benchmark
    @OperationsPerInvocation(REQUESTS)
    public int smallUsher(Blackhole blackhole) {
        return parse(small, blackhole);
    }

    /** Ours: requests of a browser, with twelve fields. */
    @Benchmark
    @OperationsPerInvocation(REQUESTS)
    public int browserUsher(Blackhole blackhole) {
        return parse(browser, blackhole);
    }

    /** Floor of encoding: a response that was encoded before. */
    @Benchmark
    @OperationsPerInvocation(REQUESTS)
    public Output answerCopy() {
        encoded.clear();
        for (int i = 0; i < REQUESTS; i++) {
            encoded.put(answer);
        }
        return encoded;
    }

    /** Ours: a response with one field of its own. */
    @Benchmark
    @OperationsPerInvocation(REQUESTS)
    public Output answerUsher() {
        encoded.clear();
        for (int i = 0; i < REQUESTS; i++) {
            response.clear().answering(get).content(body).fields().add(FieldName.CONTENT_TYPE, type);
            encoder.put(response, encoded);
        }
        return encoded;
    }

    private int loop(byte[] requests) {
        window.clear();
        window.append(requests, 0, requests.length);
        byte[] bytes = window.array();
        int count = 0;
        int line = 0;
        for (int i = window.position(); i < window.limit(); i++) {
            if (bytes[i] == '\n') {
                count += i - line == 1 ? 1 : 0;
                line = i + 1;
            }
        }
        return count;
    }

    private int parse(byte[] requests, Blackhole blackhole) {
        window.clear();
        window.append(requests, 0, requests.length);
        int count = 0;
        for (HttpPart part = parser.next(window); part != null; part = parser.next(window)) {
            blackhole.consume(part);
            count++;
        }
        return count;
    }
}
