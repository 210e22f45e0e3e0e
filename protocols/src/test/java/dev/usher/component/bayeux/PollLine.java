package dev.usher.component.bayeux;

import dev.usher.simulation.SimulatedClient;
import java.util.List;

/** A connection of a {@link PollProgram}, and what was said last on it. */
final class PollLine {

    /** A request, or the text of a WebSocket; between the two an odd field may stand. */
    record Said(String head, String rest, int browser) {
        String whole(String odd) {
            return head + odd + rest;
        }
    }

    final SimulatedClient socket;
    private final Talker talker; // or null
    Said last; // poll; or null
    int browser; // that has asked last
    int owed; // answers

    private PollLine(SimulatedClient socket, Talker talker) {
        this.socket = socket;
        this.talker = talker;
    }

    static PollLine polling(SimulatedClient socket) {
        return new PollLine(socket, null);
    }

    static PollLine talking(Talker talker) {
        return new PollLine(talker.socket, talker);
    }

    boolean isTalking() {
        return talker != null;
    }

    /** Whether more can be said. */
    boolean isOpen() {
        return socket.isConnected() && !socket.isClosedByPeer();
    }

    /** Says a text on a WebSocket. */
    List<String> say(String text) {
        return talker.say(text);
    }

    /** What has come since this was last asked. */
    String heard() {
        if (talker != null) {
            return String.join("\n", talker.heard()).replace('\'', '"');
        }
        String text = socket.takeReceived();
        for (int at = text.indexOf("HTTP/1.1 "); at >= 0; at = text.indexOf("HTTP/1.1 ", at + 1)) {
            owed -= text.startsWith("HTTP/1.1 1", at) ? 0 : 1;
        }
        return text;
    }
}
