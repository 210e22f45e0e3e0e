package dev.usher.component.websocket;

import dev.usher.filters.websocket.CloseCode;
import dev.usher.filters.websocket.Data;
import dev.usher.filters.websocket.Ping;
import dev.usher.filters.websocket.Pong;
import dev.usher.filters.websocket.Text;
import dev.usher.kernel.Context;
import org.slf4j.Logger;

/** The half of an end that tells its program what happens, its end once. Belongs to its session. */
abstract sealed class Telling<C extends WebSocketEndpoint<C, H>, H> extends WebSocketEvents<C, C, H>
        permits WebSocketEndpoint {
    private Hooks<C, H> hooks;
    private boolean ownHooks;
    private boolean told; // of its end

    Telling(Hooks<C, H> hooks) {
        this.hooks = hooks;
    }

    abstract Logger log();

    abstract Counts counts();

    /** A callback threw. */
    abstract void failed(Context poe);

    final void tellsAgain() {
        told = false;
    }

    final void tellsNoEnd() {
        told = true;
    }

    @Override
    final Hooks<C, H> hooks() {
        if (!ownHooks) {
            ownHooks = true;
            hooks = hooks.copy();
        }
        return hooks;
    }

    /** To be asked, not changed. */
    final Hooks<C, H> told() {
        return hooks;
    }

    final <T> void tell(Context poe, WebSocketHook<C, T> hook, T value) {
        if (hook == null) {
            return;
        }
        try {
            hook.on(self(), poe, value);
        } catch (Throwable e) {
            threw(poe, e);
        }
    }

    final void tellMessage(Context poe, Data message) {
        Hooks<C, H> told = hooks;
        tell(poe, told.message, message);
        if (message instanceof Text text) {
            if (told.utf8 != null && self().isReady()) {
                tell(poe, told.utf8, text.text());
            }
        } else if (told.binary != null && self().isReady()) {
            tell(poe, told.binary, message.toByteArray());
        }
    }

    final void tellPart(Context poe, Data part) {
        tell(poe, hooks.part, part);
    }

    final void tellPing(Context poe, Ping ping) {
        if (hooks.ping != null) {
            tell(poe, hooks.ping, ping.toByteArray());
        }
    }

    final void tellPong(Context poe, Pong pong) {
        if (hooks.pong != null) {
            tell(poe, hooks.pong, pong.toByteArray());
        }
    }

    final void tellDrain(Context poe, long waiting) {
        tell(poe, hooks.drain, waiting);
    }

    /** What a callback throws is this connection's affair alone (RFC 6455 §7.4.1: 1011). */
    final void threw(Context poe, Throwable error) {
        if (hooks.error == null) {
            log().error("{}: a callback failed", this, error);
        } else {
            try {
                hooks.error.on(self(), poe, error);
            } catch (Throwable e) {
                log().error("{}: 'error' failed", this, e);
            }
        }
        failed(poe);
    }

    final void tellEnd(Context poe, CloseCode code, String reason, Disconnection.Cause cause) {
        if (!told) {
            told = true;
            counts().ended(code);
            tell(poe, hooks.disconnect, new Disconnection(code, reason, cause));
        }
    }
}
