package dev.usher.benchmarks.jmh;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.usher.benchmarks.load.HttpScript;
import java.nio.ByteBuffer;

/** One client of a {@link CrowdRoom}: asks the same again and again, and looks whether it hears as much again. */
final class CrowdClient extends MemoryLink {
    private static final int CACHE_LINE = 64;
    private static final int LONGEST_ANSWER = 256;

    private final CrowdRoom room;
    private final int depth;
    private final byte[] request; // so many times
    private final byte[] answers;
    private final byte[] elsewhere;
    private int length; // of all answers; 0 until they were heard once
    private int heard; // bytes
    private long seen;

    CrowdClient(CrowdRoom room, int port, int depth, int elsewhere) {
        super(room.network(), port);
        this.room = room;
        this.depth = depth;
        request = HttpScript.plaintext().repeat(depth).getBytes(US_ASCII);
        answers = new byte[LONGEST_ANSWER * depth];
        this.elsewhere = new byte[elsewhere];
    }

    void ask() {
        heard = 0;
        ask(request);
    }

    /** What was answered last. */
    String answers() {
        return new String(answers, 0, heard, US_ASCII);
    }

    /** As a system would, it looks at much that belongs to the connection and is not the server's. */
    @Override
    public int read(ByteBuffer into) {
        for (int i = 0; i < elsewhere.length; i += CACHE_LINE) {
            seen += elsewhere[i];
        }
        return super.read(into);
    }

    @Override
    public int write(ByteBuffer from) {
        int count = from.remaining();
        from.get(answers, heard, count);
        heard += count;
        if (length == 0) {
            String text = answers();
            if (text.split(HttpScript.BODY, -1).length - 1 == depth && text.endsWith(HttpScript.BODY)) {
                length = heard;
            }
        }
        if (heard == length) {
            room.hasHeard(depth);
        }
        return count;
    }
}
