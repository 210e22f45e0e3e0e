package dev.usher.wheel;

import dev.usher.driver.SocketDriver;
import dev.usher.filter.Input;
import dev.usher.filter.Output;
import java.util.ArrayDeque;

/**
 * The buffers that all wheels of a kernel share: a wheel has one only while it needs it. Belongs to the kernel's
 * thread.
 */
final class WheelBuffers {
    private static final int WINDOW = 65_536;
    private static final int SMALL_OUTPUT = 1_024;
    private static final int LARGEST_KEPT = 65_536;
    private static final int MOST_KEPT = 256;

    final SocketDriver driver = new SocketDriver();
    private final ArrayDeque<Input> windows = new ArrayDeque<>();
    private final ArrayDeque<Output> outputs = new ArrayDeque<>();

    /** An empty window. More than one is out only while a handler runs a timeslice of its own. */
    Input takeWindow() {
        Input window = windows.pollLast();
        return window == null ? new Input(WINDOW) : window;
    }

    void giveBack(Input window) {
        if (windows.size() < 2) {
            window.clear();
            windows.addLast(window);
        }
    }

    Output takeOutput() {
        Output output = outputs.pollLast();
        return output == null ? new Output(SMALL_OUTPUT) : output;
    }

    void giveBack(Output output) {
        if (outputs.size() < MOST_KEPT && output.capacity() <= LARGEST_KEPT) {
            output.clear();
            outputs.addLast(output);
        }
    }
}
