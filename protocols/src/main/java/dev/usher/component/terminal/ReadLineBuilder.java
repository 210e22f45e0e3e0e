package dev.usher.component.terminal;

import dev.usher.kernel.Context;
import dev.usher.kernel.Event;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Objects;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

/** Says how a {@link ReadLine} shall be. Each verb changes this builder and answers it. */
public final class ReadLineBuilder {
    private Event<Typed> inputEvent;
    private String appName = "poe-readline";
    private Path historyFile;
    private Terminal terminal;

    ReadLineBuilder() {}

    /**
     * What to send for each line asked for. Required.
     *
     * @param event the event
     * @return this
     */
    public ReadLineBuilder inputEvent(Event<Typed> event) {
        inputEvent = event;
        return this;
    }

    /**
     * By what name the user's inputrc knows this program (POE's AppName); {@code poe-readline} unless said.
     *
     * @param name the name
     * @return this
     */
    public ReadLineBuilder appName(String name) {
        appName = Objects.requireNonNull(name, "name");
        return this;
    }

    /**
     * Where the history comes from when the wheel is opened, and is kept line by line (POE's read_history and
     * write_history).
     *
     * @param file made if it is missing
     * @return this
     */
    public ReadLineBuilder historyFile(Path file) {
        historyFile = file;
        return this;
    }

    /**
     * Which terminal; the one that this process was started on unless said. Where there is none, lines are read from
     * standard input without editing.
     *
     * @param terminal JLine's terminal, which belongs to the wheel once that is open
     * @return this
     */
    public ReadLineBuilder terminal(Terminal terminal) {
        this.terminal = terminal;
        return this;
    }

    /**
     * Opens the wheel for the current session.
     *
     * @param poe the session's context
     * @return the wheel
     * @throws UncheckedIOException if the terminal cannot be opened
     */
    public ReadLine open(Context poe) {
        Objects.requireNonNull(inputEvent, "inputEvent is required");
        try {
            LineReaderBuilder wanted = LineReaderBuilder.builder()
                    .appName(appName)
                    .terminal(
                            terminal == null
                                    ? TerminalBuilder.builder().dumb(true).build()
                                    : terminal);
            if (historyFile != null) {
                wanted.variable(LineReader.HISTORY_FILE, historyFile);
            }
            return new ReadLine(poe, inputEvent, wanted.build());
        } catch (IOException e) {
            throw new UncheckedIOException("there is no terminal to read lines from", e);
        } catch (LinkageError missing) {
            throw Missing.library("ReadLine", "org.jline:jline-reader", missing);
        }
    }
}
