package dev.usher.component.bayeux;

import dev.usher.filters.bayeux.BayeuxMessage;
import java.util.List;

/** Messages as arrays of JSON. No state. */
final class Batches {
    private Batches() {}

    static byte[] array(BayeuxMessage message) {
        byte[] bytes = message.bytes();
        byte[] array = new byte[bytes.length + 2];
        System.arraycopy(bytes, 0, array, 1, bytes.length);
        return closed(array);
    }

    static byte[] array(List<BayeuxMessage> messages) {
        if (messages.size() == 1) {
            return array(messages.get(0));
        }
        int length = 1 + Math.max(1, messages.size());
        for (BayeuxMessage message : messages) {
            length += message.bytes().length;
        }
        byte[] array = new byte[length];
        int at = 1;
        for (BayeuxMessage message : messages) {
            byte[] bytes = message.bytes();
            System.arraycopy(bytes, 0, array, at, bytes.length);
            at += bytes.length;
            array[at++] = ',';
        }
        return closed(array);
    }

    private static byte[] closed(byte[] array) {
        array[0] = '[';
        array[array.length - 1] = ']';
        return array;
    }
}
