package dev.usher.wheel;

import dev.usher.driver.Driver;
import dev.usher.driver.SocketDriver;
import dev.usher.filter.Input;
import dev.usher.filter.Output;
import dev.usher.network.StreamLink;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Counts reads and writes, writes no more than allowed at once, and fails when told to. */
final class CountingDriver implements Driver {
    private final SocketDriver driver = new SocketDriver();
    int reads;
    int writes;
    boolean takesSources;
    int most = Integer.MAX_VALUE;
    IOException readFailure;
    IOException writeFailure;
    RuntimeException fault; // of the driver itself, in both
    Error error; // likewise
    int unwritten; // of its own

    @Override
    public int read(StreamLink link, Input input) throws IOException {
        reads++;
        fail();
        if (readFailure != null) {
            throw readFailure;
        }
        return driver.read(link, input);
    }

    @Override
    public boolean takesSources() {
        return takesSources;
    }

    @Override
    public int unwritten() {
        return unwritten;
    }

    private void fail() {
        if (fault != null) {
            throw fault;
        }
        if (error != null) {
            throw error;
        }
    }

    @Override
    public int write(StreamLink link, Output output) throws IOException {
        writes++;
        fail();
        if (writeFailure != null) {
            throw writeFailure;
        }
        if (most == Integer.MAX_VALUE) {
            return driver.write(link, output);
        }
        int count = link.write(ByteBuffer.wrap(output.array(), output.head(), Math.min(most, output.size())));
        output.skip(count);
        return count;
    }
}
