package dev.usher.component.bayeux;

import dev.usher.kernel.Context;

/** Is told that a {@link BayeuxConnection} stands elsewhere now. */
@FunctionalInterface
public interface StateHook {

    /**
     * Runs in the client's session, once for each change.
     *
     * @param client whose state has changed
     * @param poe valid until this returns
     * @param state the new one
     * @throws Exception is logged; the client goes on
     */
    void on(BayeuxConnection client, Context poe, BayeuxState state) throws Exception;
}
