package dev.usher.component.terminal;

import java.io.IOError;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;
import org.jline.utils.InfoCmp.Capability;

/**
 * Has lines edited in the thread that reads it, one byte of no meaning for each: the lines themselves wait beside. The
 * pump of a link reads it, the kernel's thread asks and takes.
 */
final class TypedLines extends InputStream {

    /** What the thread is to do next. */
    private interface Task {
        /** Whether a line came of it. */
        boolean done();
    }

    private final LineReader reader;
    private final BlockingQueue<Task> tasks = new LinkedBlockingQueue<>();
    private final Queue<Typed> typed = new ConcurrentLinkedQueue<>();
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
            return !closed && typed.add(line);
        });
    }

    void addHistory(String line) {
        tasks.add(() -> {
            reader.getHistory().add(line);
            return false;
        });
    }

    void clear() {
        tasks.add(() -> {
            Terminal terminal = reader.getTerminal();
            terminal.puts(Capability.clear_screen);
            terminal.flush();
            return false;
        });
    }

    /** The next line, for each byte that was read. */
    Typed take() {
        return typed.remove();
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
        pump = Thread.currentThread();
        try {
            while (!closed) {
                if (tasks.take().done()) {
                    return 0;
                }
            }
        } catch (InterruptedException e) {
            closed = true; // it was closed between two lines
        }
        Thread.interrupted(); // it has served: giving the terminal back must not be cut short
        reader.getTerminal().close();
        return -1;
    }

    /** Not more than one line for each read: the next one is for the next get. */
    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        int token = read();
        if (token < 0) {
            return -1;
        }
        into[offset] = (byte) token;
        return 1;
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
