package dev.usher.component.http;

import dev.usher.kernel.Context;
import java.util.Iterator;
import java.util.List;

/** One request's way through the phases. Belongs to the connection's session. */
final class PhaseRun {
    private final Iterator<List<PhaseHandler>> phases;
    private Iterator<PhaseHandler> handlers;
    private boolean streams;

    PhaseRun(List<List<PhaseHandler>> phases) {
        this.phases = phases.iterator();
        handlers = this.phases.next().iterator();
    }

    /** Goes on until a handler waits, or all are through and the response is sent. */
    void proceed(Context poe, HttpRequest request, HttpResponse response) throws Exception {
        while (true) {
            while (handlers.hasNext()) {
                PhaseResult result = handlers.next().handle(poe, request, response);
                if (result == PhaseResult.WAIT) {
                    return;
                }
                if (result == PhaseResult.DENY) {
                    break;
                }
            }
            if (!phases.hasNext()) {
                break;
            }
            handlers = phases.next().iterator();
        }
        if (response.finished() || streams) {
            return;
        }
        if (response.streaming()) {
            streams = true;
            response.send();
        } else if (response.isFresh()) {
            response.respond().done();
        } else {
            response.done();
        }
    }

    boolean isStreaming() {
        return streams;
    }
}
