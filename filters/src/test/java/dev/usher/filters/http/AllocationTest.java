package dev.usher.filters.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.usher.filter.Input;
import dev.usher.filter.Output;
import dev.usher.filters.FilterCases;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

/** A request parsed and answered makes nothing, once its thread has done so before. */
class AllocationTest {
    private static final int WARM = 20_000;
    private static final int COUNTED = 10_000;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final byte[] requests = FilterCases.bytes("GET /plaintext HTTP/1.1\r\nHost: a.example\r\n"
            + "User-Agent: a rather long text, as browsers send it\r\nAccept: text/html\r\nConnection: keep-alive\r\n\r\n"
            + "POST /form HTTP/1.1\r\nHost: a.example\r\nContent-Length: 5\r\nX-Unknown: 1\r\n\r\nhello"
            + "PUT /chunks HTTP/1.1\r\nHost: a.example\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n");
    private final byte[] body = FilterCases.bytes("Hello, World!");
    private final byte[] type = FilterCases.bytes("text/plain");
    private final Input input = new Input(4_096);
    private final Output output = new Output(4_096);
    private final ResponseHead response = new ResponseHead();
    private final ResponseEncoder encoder =
            new ResponseEncoder(new DateField(() -> 784_111_777), new MutableFields().add("Server", "usher"));

    @Test
    void shouldAllocateNothingForARequestAndItsResponse() {
        RequestParser parser = new RequestParser();
        assertEquals(3 * WARM, serve(parser, WARM));

        long before = threads.getCurrentThreadAllocatedBytes();
        int served = serve(parser, COUNTED);
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;

        assertEquals(3 * COUNTED, served);
        assertTrue(allocated < COUNTED, allocated + " bytes in " + served + " requests: not one object each");
    }

    /** As a server has them: each connection its parser, idle between its requests. */
    @Test
    void shouldAllocateNothingForRequestsOfManyConnections() {
        RequestParser[] parsers = new RequestParser[100];
        for (int i = 0; i < parsers.length; i++) {
            parsers[i] = new RequestParser();
        }
        for (int i = 0; i < WARM / parsers.length; i++) {
            for (RequestParser parser : parsers) {
                serve(parser, 1);
            }
        }

        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < COUNTED / parsers.length; i++) {
            for (RequestParser parser : parsers) {
                serve(parser, 1);
            }
        }
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;

        assertTrue(allocated < COUNTED, allocated + " bytes in " + COUNTED + " turns: not one object each");
    }

    private int serve(RequestParser parser, int turns) {
        int served = 0;
        for (int i = 0; i < turns; i++) {
            input.clear();
            input.append(requests, 0, requests.length);
            output.clear();
            RequestHead head = null;
            for (HttpPart part = parser.next(input); part != null; part = parser.next(input)) {
                if (part instanceof RequestHead begun) {
                    head = begun;
                }
                if (part.isLast()) {
                    response.clear().answering(head).content(body);
                    response.fields().add(FieldName.CONTENT_TYPE, type);
                    encoder.put(response, output);
                    served += head.isPath("/form") || head.keepAlive() ? 1 : 0;
                }
            }
        }
        return served;
    }
}
