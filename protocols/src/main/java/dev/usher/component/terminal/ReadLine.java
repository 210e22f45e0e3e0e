package dev.usher.component.terminal;

import dev.usher.filter.Input;
import dev.usher.kernel.Context;
import dev.usher.kernel.Event;
import dev.usher.kernel.Kernel;
import dev.usher.kernel.Watch;
import dev.usher.kernel.Watcher;
import dev.usher.network.StreamLink;
import dev.usher.wheel.Wheel;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jline.reader.LineReader;

/**
 * Reads lines from a terminal, with editing and history (POE::Wheel::ReadLine, through JLine). Belongs to its session
 * and keeps that alive until it is closed. Needs {@code org.jline:jline-reader}. Not thread-safe.
 *
 * <p>Nothing is read until {@link #get} asks for it; each get brings one input event. The line is edited in a thread of
 * its own, so nothing else of the program waits meanwhile. One at a time should use the machine's terminal.
 *
 * <p>Lines are recorded and replayed as other input is; the terminal's size and what is done by {@link #lineReader} are
 * not.
 */
public final class ReadLine extends Wheel implements Watcher {
    private final Kernel kernel;
    private final TypedLines lines;
    private final StreamLink link;
    private final TypedFilter filter = new TypedFilter();
    private final Input window = new Input(256);
    private final ByteBuffer block = ByteBuffer.allocate(256);
    private final Watch watch;
    private Event<Typed> inputEvent;

    ReadLine(Context poe, Event<Typed> inputEvent, LineReader reader) {
        super(poe);
        kernel = poe.kernel();
        this.inputEvent = inputEvent;
        lines = new TypedLines(reader);
        link = kernel.network().input("terminal", lines);
        watch = poe.watch(link, this);
        watch.read(true);
    }

    /** @return what a wheel shall be, to be opened */
    public static ReadLineBuilder onTerminal() {
        return new ReadLineBuilder();
    }

    /**
     * Reads one line.
     *
     * @param prompt shown in front of it
     */
    public void get(String prompt) {
        kernel.checkThread();
        lines.get(prompt);
    }

    /**
     * Shows a text, above the line that is being edited if there is one.
     *
     * @param text lines are broken where it says so, and behind it
     */
    public void put(String text) {
        kernel.checkThread();
        lines.reader().printAbove(text);
    }

    /**
     * Adds a line to the history, behind the line that is being edited if there is one.
     *
     * @param line a line that was not typed; those that were are there already
     */
    public void addHistory(String line) {
        kernel.checkThread();
        lines.addHistory(line);
    }

    /** Clears the terminal, behind the line that is being edited if there is one. */
    public void clear() {
        kernel.checkThread();
        lines.clear();
    }

    /** @return number of rows; 0 if the terminal does not tell */
    public int rows() {
        return lines.reader().getTerminal().getSize().getRows();
    }

    /** @return number of columns; 0 if the terminal does not tell */
    public int columns() {
        return lines.reader().getTerminal().getSize().getColumns();
    }

    /**
     * For all that has no verb here: keys, completion, options, variables. JLine uses it in another thread while a line
     * is edited.
     *
     * @return JLine's reader
     */
    public LineReader lineReader() {
        return lines.reader();
    }

    /**
     * Sends another event for lines from now on.
     *
     * @param event the event
     */
    public void inputEvent(Event<Typed> event) {
        inputEvent = event;
    }

    @Override
    public void onReadable(Context poe) {
        int count;
        try {
            count = link.read(block.clear());
        } catch (IOException e) {
            count = -1; // it tells no errors: each becomes a line of its own
        }
        if (count < 0) {
            watch.read(false);
        }
        window.append(block.flip());
        for (Typed typed = filter.next(window); typed != null && link.isOpen(); typed = filter.next(window)) {
            poe.deliver(inputEvent, typed, id());
        }
    }

    /** Never called: it is only read. */
    @Override
    public void onWritable(Context poe) {}

    @Override
    public void onSessionEnd() {
        link.close();
    }

    /** Reads no more and gives the terminal back as it was. */
    @Override
    public void close() {
        kernel.checkThread();
        link.close();
    }
}
