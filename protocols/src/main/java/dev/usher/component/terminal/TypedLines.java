package dev.usher.component.terminal;

import java.io.IOError;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;
import org.jline.utils.InfoCmp.Capability;

/**
 * Has lines edited in the thread that reads it, and gives them as bytes of {@link TypedFilter}. The pump of a link
 * reads it, the kernel's thread asks.
 */
final class TypedLines extends InputStream {

    /** What the thread is to do next. */
    private interface Task {
        /** The line that came of it, or null. */
        Typed done();
    }

    private final LineReader reader;
    private final BlockingQueue<Task> tasks = new LinkedBlockingQueue<>();
    private byte[] typed = {}; // the pump's, like the next
    private int given; // of the bytes typed
    private volatile Thread pump; // null: nothing was read yet
    private volatile boolean closed;

    TypedLines(LineReader reader) {
        this.reader = reader;
    }

    LineReader reader() {
        return reader;
    }

    // ---- the kernel's thread

    void get(String prompt) {
        tasks.add(() -> {
            Typed line = edited(prompt);
            return closed ? null : line;
        });
    }

    void addHistory(String line) {
        tasks.add(() -> {
            reader.getHistory().add(line);
            return null;
        });
    }

    void clear() {
        tasks.add(() -> {
            Terminal terminal = reader.getTerminal();
            terminal.puts(Capability.clear_screen);
            terminal.flush();
            return null;
        });
    }

    /** The line that is being edited is given up as by Control-C; the terminal goes back in its own thread. */
    @Override
    public void close() {
        closed = true;
        Thread thread = pump;
        if (thread != null) {
            thread.interrupt(); // JLine takes it for Control-C, also where it comes before the line is begun
        }
    }

    // ---- the pump's

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    /** Not more than one line for each read: the next one is for the next get. */
    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (given == typed.length) {
            typed = next();
            given = 0;
        }
        int count = Math.min(length, typed.length - given);
        System.arraycopy(typed, given, into, offset, count);
        given += count;
        return count == 0 ? -1 : count;
    }

    /** No bytes at the end, when the terminal is given back. */
    private byte[] next() throws IOException {
        pump = Thread.currentThread();
        try {
            while (!closed) {
                Typed line = tasks.take().done();
                if (line != null) {
                    return TypedFilter.bytes(line);
                }
            }
        } catch (InterruptedException e) {
            closed = true; // it was closed between two lines
        }
        Thread.interrupted(); // it has served: giving the terminal back must not be cut short
        reader.getTerminal().close();
        return new byte[0];
    }

    private Typed edited(String prompt) {
        try {
            return new Typed(Optional.of(reader.readLine(prompt)), Typed.End.ENTER);
        } catch (UserInterruptException e) {
            return new Typed(Optional.empty(), Typed.End.INTERRUPT);
        } catch (EndOfFileException | IOError e) { // a terminal that broke has no more input either
            return new Typed(Optional.empty(), Typed.End.EOT);
        }
    }
}
