package dev.usher.benchmarks.load;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Locale;

/**
 * Checks the answers of one connection to {@link FileScript}: status 200, {@code Content-Length}, {@code text/plain},
 * and every byte of the file. A head that equals the one before it is as good as that. Used by one thread.
 */
public final class FileAnswers implements Script.Answers {

    private static final int LONGEST = 4_096;

    private final ByteBuffer content;
    private final byte[] head = new byte[LONGEST];
    private int length; // of the head, so far
    private boolean inside; // the content
    private byte[] known = {};

    public FileAnswers(byte[] content) {
        this.content = ByteBuffer.wrap(content);
    }

    @Override
    public int take(ByteBuffer in) throws IOException {
        int answers = 0;
        while (in.hasRemaining()) {
            if (!inside) {
                inside = isHead(in.get());
            } else if (isContent(in)) {
                inside = false;
                content.clear();
                answers++;
            }
        }
        return answers;
    }

    /** Takes a byte of the head; whether it was the last. */
    private boolean isHead(byte next) throws IOException {
        if (length == LONGEST) {
            throw wrong("has a head longer than " + LONGEST + " bytes");
        }
        head[length++] = next;
        boolean end = next == '\n'
                && length > 3
                && head[length - 2] == '\r'
                && head[length - 3] == '\n'
                && head[length - 4] == '\r';
        if (end) {
            check();
            length = 0;
        }
        return end;
    }

    private void check() throws IOException {
        if (length == known.length && Arrays.equals(head, 0, length, known, 0, length)) {
            return;
        }
        String text = new String(head, 0, length, ISO_8859_1).toLowerCase(Locale.ROOT);
        if (!text.matches("(?s)http/1\\.1 200( [^\r]*)?\r\n.*")) {
            throw wrong("has another status");
        }
        boolean told = text.contains("\r\ncontent-length: " + content.capacity() + "\r\n")
                && text.contains("\r\ncontent-type: text/plain")
                && !text.contains("\r\ntransfer-encoding:");
        if (!told) {
            throw wrong("lacks Content-Length or text/plain");
        }
        known = Arrays.copyOf(head, length);
    }

    /** Takes what there is of the content; whether it was the last. */
    private boolean isContent(ByteBuffer in) throws IOException {
        int count = Math.min(in.remaining(), content.remaining());
        ByteBuffer expected = content.slice(content.position(), count);
        if (!in.slice(in.position(), count).equals(expected)) {
            throw wrong("has another content");
        }
        in.position(in.position() + count);
        content.position(content.position() + count);
        return !content.hasRemaining();
    }

    private IOException wrong(String what) {
        return new IOException("an answer " + what + ": " + new String(head, 0, length, ISO_8859_1));
    }
}
