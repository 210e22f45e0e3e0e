package dev.usher.wheel;

import dev.usher.kernel.Context;
import dev.usher.network.StreamLink;

/** What {@link FollowTail} reads where there is no plain file: a FIFO, a device, a socket. Belongs to its wheel. */
final class FollowedStream<I> extends ReadWrite<I, Void> {
    FollowedStream(long id, Context poe, StreamLink link, FollowTailBuilder<I> wanted) {
        super(
                id,
                poe,
                link,
                null,
                wanted.filter,
                null,
                wanted.inputEvent,
                WriteEvents.none().error(wanted.errorEvent));
        begin(poe);
    }

    @Override
    public String wheelKind() {
        return "FollowTail";
    }
}
