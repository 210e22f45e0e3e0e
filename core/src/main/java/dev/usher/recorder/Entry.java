package dev.usher.recorder;

import dev.usher.kernel.Letter;
import dev.usher.network.FileStatus;
import dev.usher.network.Link;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;

/**
 * One record, read.
 *
 * @param kind what it tells of
 * @param check what the trace hash was behind it, its lower half
 * @param bytes its body
 */
record Entry(Kind kind, int check, byte[] bytes) {
    private static final int SHOWN = 60;

    static Entry next(Input in) {
        Input record = in.part(in.count());
        Kind kind = Kind.of(record.octet());
        int check = record.int32();
        byte[] body = new byte[record.left()];
        record.rest(body);
        return new Entry(kind, check, body);
    }

    Input body() {
        return new Input(bytes, 0, bytes.length);
    }

    /** The times are those behind it. */
    String text(Times times) {
        Input in = body();
        String what = kind.text();
        return switch (kind) {
            case NANO_TIME -> what;
            case WALL_TIME -> what + " " + times.wall();
            case POLL -> what + ready(in);
            case LISTEN -> what + " at " + Values.read(in) + " backlog " + in.signed() + options(in) + opened(in);
            case CONNECT -> what + " to " + Values.read(in) + " from " + Values.read(in) + options(in) + opened(in);
            case ACCEPT -> what + link(in) + opened(in);
            case READ -> what + link(in) + (in.bool() ? read(in) : failed(in));
            case WRITE -> what + link(in) + written(in);
            case OPEN_DATAGRAM -> what + " at " + Values.read(in) + " with " + Values.read(in) + opened(in);
            case RECEIVE -> what + link(in) + (in.bool() ? " from " + Values.read(in) + bytes(in) : failed(in));
            case SEND -> what + link(in) + sent(in);
            case FINISH_CONNECT -> what + link(in) + (in.bool() ? in.bool() ? ": connected" : ": not yet" : failed(in));
            case SHUTDOWN_OUTPUT, SHUTDOWN_INPUT -> what + link(in) + (in.bool() ? "" : failed(in));
            case GET_OPTION -> what + link(in) + " " + in.text() + (in.bool() ? ": " + Values.read(in) : failed(in));
            case SET_OPTION -> what + link(in) + " " + in.text() + " " + in.text() + (in.bool() ? "" : failed(in));
            case LOCAL_ADDRESS, REMOTE_ADDRESS -> what + link(in) + ": " + Values.read(in);
            case RESOLVE -> what + " " + in.text() + (in.bool() ? ": " + Values.read(in) : failed(in));
            case ENTROPY -> what + ": " + in.block().length + " bytes";
            case PROCESS -> what + " " + in.number() + (in.bool() ? ": awaited" : ": none");
            case HAS_LETTER -> what;
            case LETTER -> what + " " + letter(in);
            case SPAWN -> what + " " + in.text() + (in.bool() ? spawned(in) : failed(in));
            case KILL ->
                what + " " + in.number() + " " + in.text() + (in.bool() ? in.bool() ? "" : ": ended" : failed(in));
            case IS_ALIVE -> what + " " + in.number() + (in.bool() ? ": yes" : ": no");
            case EXIT_VALUE -> what + " " + in.number() + (in.bool() ? ": " + in.signed() : failed(in));
            case FILE_STATUS -> what + " " + in.text() + (in.bool() ? status(in) : failed(in));
            case FILE_OPEN, STREAM_OPEN -> what + " " + in.text() + opened(in);
            case FILE_READ -> what + link(in) + " at " + in.number() + (in.bool() ? read(in) : failed(in));
            case FILE_SIZE -> what + link(in) + (in.bool() ? ": " + in.number() : failed(in));
            case TLS_WRAP -> what + link(in) + (in.bool() ? wrapped(in) : failed(in));
            case TLS_UNWRAP -> what + link(in) + (in.bool() ? unwrapped(in) : failed(in));
            case TLS_STATUS -> what + link(in) + ": " + HandshakeStatus.values()[in.octet()];
            case TLS_TASK, TLS_DONE -> what + link(in) + (in.bool() ? ": yes" : ": no");
            case TLS_SESSION -> what + link(in) + ": " + in.text() + " " + in.text() + " " + in.text() + in.text();
            case NEIGHBOUR -> what + " " + in.text() + ": " + value(in.block()) + posted(in);
            case INPUT -> what + " " + in.text() + ": link " + in.number();
        };
    }

    private static Object value(byte[] block) {
        return Values.read(new Input(block, 0, block.length));
    }

    private static String posted(Input in) {
        return in.bool() ? "" : ": no such kernel";
    }

    private static String link(Input in) {
        return " link " + in.number();
    }

    private static String options(Input in) {
        String options = in.text();
        return options.equals("{}") ? "" : " options " + options;
    }

    private static String opened(Input in) {
        if (!in.bool()) {
            return failed(in);
        }
        long id = in.number();
        return id == 0 ? ": none" : ": link " + id;
    }

    private static String spawned(Input in) {
        String text = ": process " + in.number();
        for (String stream : List.of("stdin", "stdout", "stderr")) {
            long id = in.number();
            text += id == 0 ? "" : ", " + stream + " link " + id;
        }
        return text;
    }

    private static String wrapped(Input in) {
        in.int32(); // the check
        return took(in) + " " + in.block().length + " bytes"; // enciphered, a text for nobody
    }

    private static String unwrapped(Input in) {
        return took(in) + bytes(in).substring(1);
    }

    private static String took(Input in) {
        Status status = Status.values()[in.octet()];
        in.octet(); // the handshake's, which is asked for by itself
        return ": " + status + ", took " + in.number() + ", made";
    }

    private static String status(Input in) {
        String kind = FileStatus.Kind.values()[in.octet()].name().toLowerCase(Locale.ROOT);
        return ": " + kind + " " + in.text() + ", links " + in.signed() + ", bytes " + in.signed();
    }

    private static String failed(Input in) {
        return ": " + Values.failure(in);
    }

    private static String ready(Input in) {
        StringBuilder text = new StringBuilder(": ");
        while (!in.isEmpty()) {
            text.append(text.length() == 2 ? "" : ", ").append("link ").append(in.number());
            int operations = in.octet();
            text.append((operations & Link.READ) != 0 ? " read" : "");
            text.append((operations & Link.WRITE) != 0 ? " write" : "");
        }
        return text.length() == 2 ? ": nothing" : text.toString();
    }

    private static String read(Input in) {
        if (in.bool()) {
            return ": the end";
        }
        return bytes(in);
    }

    private static String sent(Input in) {
        String text = " to " + Values.read(in);
        long offered = in.number();
        in.int32(); // the check
        return text + (in.bool() ? ": " + in.number() + " of " + offered + " bytes" : failed(in));
    }

    private static String bytes(Input in) {
        byte[] bytes = in.block();
        StringBuilder text = new StringBuilder(": ").append(bytes.length).append(" bytes");
        if (bytes.length > 0) {
            text.append(" \"");
            for (byte each : Arrays.copyOf(bytes, Math.min(bytes.length, SHOWN))) {
                text.append(shown(each));
            }
            text.append(bytes.length > SHOWN ? "\"..." : "\"");
        }
        return text.toString();
    }

    private static String shown(byte octet) {
        return switch (octet) {
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            case '\t' -> "\\t";
            case '"' -> "\\\"";
            case '\\' -> "\\\\";
            default ->
                octet >= ' ' && octet < 0x7F ? String.valueOf((char) octet) : String.format("\\x%02x", octet & 0xFF);
        };
    }

    private static String written(Input in) {
        long offered = in.number();
        return in.bool() ? ": " + (offered - in.number()) + " of " + offered + " bytes" : failed(in);
    }

    private static String letter(Input in) {
        Letter letter = letterOf(in);
        String to = letter.name().isEmpty() ? String.valueOf(letter.number()) : letter.name();
        return letter.kind().name().toLowerCase(Locale.ROOT).replace('_', ' ') + " " + to
                + (letter.event().isEmpty() ? "" : " '" + letter.event() + "'") + ": " + letter.value();
    }

    /** What a letter's record says. */
    static Letter letterOf(Input in) {
        in.number(); // which question it answered
        Letter.Kind[] kinds = Letter.Kind.values();
        int kind = in.octet();
        if (kind >= kinds.length) {
            throw new IllegalArgumentException("there is no kind " + kind + " of letters");
        }
        return new Letter(kinds[kind], in.number(), in.text(), in.text(), Values.read(in));
    }
}
