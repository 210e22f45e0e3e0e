package dev.usher.wheel;

import dev.usher.driver.SocketDriver;
import dev.usher.filter.Input;
import dev.usher.filter.Output;
import dev.usher.kernel.Context;
import dev.usher.kernel.IoError;
import dev.usher.kernel.Kernel;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.IdentityHashMap;
import java.util.Map;

/**
 * The buffers that all wheels of a kernel share: a wheel has one only while it needs it. Belongs to the kernel's
 * thread.
 */
final class WheelBuffers {
    /** A wheel keeps so much of an incomplete record apart; above it the record gets a window of its own. */
    static final int SMALL_REST = 8_192;

    private static final int WINDOW = SocketDriver.DEFAULT_BLOCK_SIZE + SMALL_REST;
    private static final int LARGEST_WINDOW = 2 * (SocketDriver.LARGEST_BLOCK_SIZE + SMALL_REST);
    private static final int MOST_KEPT = 4_194_304; // bytes, of all kept outputs
    private static final int LARGEST_KEPT = MOST_KEPT / 2;

    /** Asked here: it is at hand for all, where a session has left the caches. */
    final Kernel kernel;

    final SocketDriver driver = new SocketDriver();
    private ByteBuffer fileBlock; // made when a file is first followed

    /** For drivers that have something to write when no wheel has. */
    final Output nothing = new Output(0);

    /** Why some can write no more, until the end of the slice. */
    final Map<Writing<?>, IoError> failures = new IdentityHashMap<>(2);

    private final ArrayDeque<Input> windows = new ArrayDeque<>();
    private final ArrayDeque<Outputs> outputs = new ArrayDeque<>();
    private int kept; // bytes of them

    private WheelBuffers(Kernel kernel) {
        this.kernel = kernel;
    }

    static WheelBuffers of(Kernel kernel) {
        return kernel.shared(WheelBuffers.class, () -> new WheelBuffers(kernel));
    }

    /** An empty window. More than one is out only while a handler runs a timeslice of its own. */
    Input takeWindow() {
        Input window = windows.pollLast();
        return window == null ? new Input(WINDOW) : window;
    }

    void giveBack(Input window) {
        int capacity = window.array().length; // none, if a record took it
        if (windows.size() < 2 && capacity >= WINDOW && capacity <= LARGEST_WINDOW) {
            window.clear();
            windows.addLast(window);
        }
    }

    /** What one read of a plain file gives, to be used up before any handler runs. */
    ByteBuffer fileBlock() {
        if (fileBlock == null) {
            fileBlock = ByteBuffer.allocateDirect(SocketDriver.DEFAULT_BLOCK_SIZE);
        }
        return fileBlock;
    }

    Outputs takeOutput() {
        Outputs output = outputs.pollLast();
        if (output == null) {
            return new Outputs();
        }
        kept -= output.capacity();
        return output;
    }

    /** Tells a wheel's session why it can write no more, unless that is told already. */
    void tellFailure(Context poe, Writing<?> wheel) {
        IoError error = failures.remove(wheel);
        if (error != null) {
            wheel.tellError(poe, error);
        }
    }

    void forgetFailure(Writing<?> wheel) {
        if (!failures.isEmpty()) { // as mostly: nobody's identity is asked for then
            failures.remove(wheel);
        }
    }

    void giveBack(Outputs output) {
        output.clear();
        if (output.capacity() <= LARGEST_KEPT && kept + output.capacity() <= MOST_KEPT) {
            kept += output.capacity();
            outputs.addLast(output);
        }
    }
}
