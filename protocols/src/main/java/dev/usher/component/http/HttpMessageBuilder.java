package dev.usher.component.http;

import dev.usher.filters.http.DateField;
import dev.usher.filters.http.HttpLimits;
import dev.usher.filters.http.MutableFields;
import dev.usher.filters.http.ResponseEncoder;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The part of a server's description that is about messages: what is taken, what is said, and how much waits. Not
 * thread-safe.
 *
 * @param <B> the whole builder, which every verb answers
 */
public abstract sealed class HttpMessageBuilder<B extends HttpMessageBuilder<B>> extends HttpListenerBuilder<B>
        permits HttpServerBuilder {
    private static final int ON_AND_NO_NUMBER = 100;

    MutableFields headers = HttpServer.defaultHeaders();
    HttpLimits limits = HttpLimits.DEFAULT;
    Set<String> methods = methods("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH");
    int keepAlive = ON_AND_NO_NUMBER;
    int pipeline = 64;
    int highMark = 65_536;
    int maxOutput = 16_777_216;
    int streamBuffer;
    int blockSize = 65_536;
    Disk disk = Disk.REAL;
    int contentRate = 100;
    Duration contentGrace = Duration.ofSeconds(10);

    HttpMessageBuilder() {}

    private static Set<String> methods(String... names) {
        return Collections.unmodifiableSet(new LinkedHashSet<>(List.of(names)));
    }

    /**
     * Fields of every response that has none of that name, instead of Server.
     *
     * @param fields names and values
     * @return this
     */
    public final B headers(Map<String, String> fields) {
        MutableFields wanted = new MutableFields();
        try {
            fields.forEach(wanted::add);
            new ResponseEncoder(new DateField(() -> 0), wanted);
        } catch (IllegalArgumentException e) {
            errors.add("headers: " + e.getMessage());
            return self();
        }
        headers = wanted;
        return self();
    }

    /**
     * How much of a request is taken.
     *
     * @param most {@link HttpLimits#DEFAULT} unless said
     * @return this
     */
    public final B limits(HttpLimits most) {
        limits = most;
        return self();
    }

    /**
     * Which methods are known; others are answered by 501. GET HEAD POST PUT DELETE OPTIONS PATCH unless said.
     *
     * @param names case matters
     * @return this
     */
    public final B knownMethods(String... names) {
        methods = methods(names);
        return self();
    }

    /**
     * How many requests a connection may bring.
     *
     * @param requests 0 closes after each response; 100 unless said
     * @return this
     */
    public final B keepAlive(int requests) {
        if (requests < 0) {
            errors.add("keepAlive must be 0 or more, not " + requests);
        }
        keepAlive = requests;
        return self();
    }

    /**
     * How many responses may wait to be written before further requests wait too; 64 unless said.
     *
     * @param responses more than 0
     * @return this
     */
    public final B pipeline(int responses) {
        if (responses <= 0) {
            errors.add("pipeline must be more than 0, not " + responses);
        }
        pipeline = responses;
        return self();
    }

    /**
     * How many bytes may wait to be written before {@code send} says that it is time to stop; 65,536 unless said.
     *
     * @param bytes more than 1
     * @return this
     */
    public final B highMark(int bytes) {
        if (bytes <= 1) {
            errors.add("highMark must be more than 1, not " + bytes);
            return self();
        }
        highMark = bytes;
        return self();
    }

    /**
     * How many bytes may wait to be written whatever a handler does: one that goes on sending though {@code send} has
     * said stop loses the connection at this many. 16 MiB unless said. Files and content given whole do not count: they
     * wait where they are.
     *
     * @param bytes {@code highMark} or more
     * @return this
     */
    public final B maxOutput(int bytes) {
        if (bytes <= 0) {
            errors.add("maxOutput must be more than 0, not " + bytes);
        }
        maxOutput = bytes;
        return self();
    }

    /**
     * How much of a response that is {@code streaming} the system may keep (SO_SNDBUF): little lets
     * {@code stream_request} be told late, when the client has taken most of it. As the system likes unless said;
     * POEx::HTTP::Server takes 576.
     *
     * @param bytes more than 0
     * @return this
     */
    public final B streamBuffer(int bytes) {
        if (bytes <= 0) {
            errors.add("streamBuffer must be more than 0, not " + bytes);
        }
        streamBuffer = bytes;
        return self();
    }

    /**
     * How much of a file is read at once where the system cannot send it by itself; 65,536 bytes unless said.
     *
     * @param bytes more than 0
     * @return this
     */
    public final B blockSize(int bytes) {
        if (bytes <= 0) {
            errors.add("blockSize must be more than 0, not " + bytes);
        }
        blockSize = bytes;
        return self();
    }

    /**
     * The least speed at which a client must send content, and take responses that are not written in time. 100 bytes a
     * second, looked at every 10 s, unless said.
     *
     * @param bytesPerSecond 0 for any: then {@code timeout} alone counts
     * @param every how often it is looked at
     * @return this
     */
    public final B contentRate(int bytesPerSecond, Duration every) {
        if (bytesPerSecond < 0) {
            errors.add("contentRate must be 0 or more, not " + bytesPerSecond);
        }
        if (bytesPerSecond > 0 && (every.isNegative() || every.isZero())) {
            errors.add("contentRate must be looked at every more than zero, not " + every);
        }
        contentRate = bytesPerSecond;
        contentGrace = every;
        return self();
    }
}
