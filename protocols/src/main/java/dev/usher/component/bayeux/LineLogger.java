package dev.usher.component.bayeux;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;

/**
 * Says everything to the server's usual logger, and in lines to a file. From a level on that is its own, since the
 * manual's Debug is.
 */
final class LineLogger extends LegacyAbstractLogger {
    private static final long serialVersionUID = 1L;

    private final transient Logger usual = LoggerFactory.getLogger(BayeuxServer.class);
    private final transient Writer file; // or null
    private final boolean debug;

    private LineLogger(Writer file, boolean debug) {
        this.file = file;
        this.debug = debug;
        name = BayeuxServer.class.getName();
    }

    /**
     * @param debug whether debug lines are written too
     * @param path of the file, which is added to; empty for none
     */
    static LineLogger of(boolean debug, String path) throws IOException {
        Writer file = path.isEmpty()
                ? null
                : Files.newBufferedWriter(Path.of(path), UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        return new LineLogger(file, debug);
    }

    @Override
    protected String getFullyQualifiedCallerName() {
        return null;
    }

    @Override
    protected void handleNormalizedLoggingCall(
            Level level, Marker marker, String pattern, Object[] arguments, Throwable error) {
        String text = MessageFormatter.basicArrayFormat(pattern, arguments);
        // What was asked for by name is to be seen, whatever the usual logger leaves out.
        usual.atLevel(level == Level.DEBUG ? Level.INFO : level).setCause(error).log(text);
        if (file == null) {
            return;
        }
        try {
            file.write("[" + Instant.now() + "] " + level + ": " + text + (error == null ? "" : ": " + error) + "\n");
            file.flush();
        } catch (IOException e) {
            usual.error("LogFile cannot be written", e);
        }
    }

    @Override
    public boolean isTraceEnabled() {
        return false;
    }

    @Override
    public boolean isDebugEnabled() {
        return debug;
    }

    @Override
    public boolean isInfoEnabled() {
        return true;
    }

    @Override
    public boolean isWarnEnabled() {
        return true;
    }

    @Override
    public boolean isErrorEnabled() {
        return true;
    }
}
