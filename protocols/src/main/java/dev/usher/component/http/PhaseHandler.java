package dev.usher.component.http;

import dev.usher.kernel.Context;

/** A handler of a phase of a {@link PhasedServer}. */
@FunctionalInterface
public interface PhaseHandler {

    /**
     * Runs in the connection's session.
     *
     * @param poe valid until this returns
     * @param request what is answered
     * @param response the answer, which the server sends when the phases are over
     * @return how to go on
     * @throws Exception is answered by 500
     */
    PhaseResult handle(Context poe, HttpRequest request, HttpResponse response) throws Exception;
}
