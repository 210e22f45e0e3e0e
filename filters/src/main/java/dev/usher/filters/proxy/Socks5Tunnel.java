package dev.usher.filters.proxy;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.usher.filter.Input;
import dev.usher.filter.Output;
import dev.usher.filter.ProtocolException;
import java.net.InetSocketAddress;
import java.util.List;

/**
 * The way through a SOCKS5 proxy (RFC 1928), with name and password if there are any (RFC 1929). Names are looked up by
 * the proxy. Belongs to one connection and its thread.
 *
 * <pre>
 *   START -> METHOD -> REPLY -> OPEN
 *               |        ^
 *               +> USER -+
 * </pre>
 */
public final class Socks5Tunnel implements Tunnel {
    private static final byte VERSION = 5;
    private static final byte USER_VERSION = 1; // RFC 1929 §2
    private static final byte NO_USER = 0;
    private static final byte WITH_USER = 2;
    private static final byte CONNECT = 1;
    private static final byte IPV4 = 1;
    private static final byte NAME = 3;
    private static final byte IPV6 = 4;
    private static final int LONGEST = 255; // what a length of one byte can say
    private static final int FIXED = 4; // bytes of a reply before its address

    /** RFC 1928 §6. */
    private static final List<String> REFUSALS = List.of(
            "general failure",
            "not allowed by its rules",
            "network unreachable",
            "host unreachable",
            "connection refused",
            "TTL expired",
            "command not supported",
            "address type not supported");

    private enum State {
        START,
        METHOD,
        USER,
        REPLY,
        OPEN
    }

    private final InetSocketAddress target;
    private final byte[] user; // or null
    private final byte[] password;
    private State state = State.START;

    /**
     * A way without a name.
     *
     * @param target unresolved for a name, which the proxy looks up
     */
    public Socks5Tunnel(InetSocketAddress target) {
        this.target = target;
        user = null;
        password = null;
    }

    /**
     * A way with a name, if the proxy wants one.
     *
     * @param target unresolved for a name, which the proxy looks up
     * @param user 1 to 255 bytes as UTF-8
     * @param password 1 to 255 bytes as UTF-8
     */
    public Socks5Tunnel(InetSocketAddress target, String user, String password) {
        this.target = target;
        this.user = counted("user name", user);
        this.password = counted("password", password);
    }

    private static byte[] counted(String what, String text) {
        byte[] bytes = text.getBytes(UTF_8);
        if (bytes.length == 0 || bytes.length > LONGEST) {
            throw new IllegalArgumentException("a SOCKS5 " + what + " has 1 to 255 bytes, not " + bytes.length);
        }
        return bytes;
    }

    @Override
    public boolean advance(Input answers, Output questions) {
        while (state != State.OPEN && answers.remaining() >= needed(answers)) {
            switch (state) {
                case START -> greet(questions);
                case METHOD -> method(answers, questions);
                case USER -> {
                    check(answers.at(0) == USER_VERSION, "is no answer to a user name");
                    check(answers.at(1) == 0, "does not know this user and password");
                    answers.skip(2);
                    ask(questions);
                }
                default -> reply(answers);
            }
        }
        return state == State.OPEN;
    }

    /** How many bytes the answer has, as far as that can be told by now. */
    private int needed(Input answers) {
        return switch (state) {
            case START, OPEN -> 0;
            case METHOD, USER -> 2;
            case REPLY -> {
                if (answers.remaining() >= 2) {
                    checkReply(answers);
                }
                yield answers.remaining() <= FIXED ? FIXED + 1 : FIXED + addressLength(answers) + 2;
            }
        };
    }

    @Override
    public int wanted(Input answers) {
        return Math.max(1, needed(answers) - answers.remaining());
    }

    /** RFC 1928 §3. */
    private void greet(Output questions) {
        questions.put(VERSION);
        questions.put(user == null ? new byte[] {1, NO_USER} : new byte[] {2, NO_USER, WITH_USER});
        state = State.METHOD;
    }

    private void method(Input answers, Output questions) {
        check(answers.at(0) == VERSION, "is not of version 5");
        byte method = answers.at(1);
        check(
                method == NO_USER || method == WITH_USER && user != null,
                user == null ? "wants to know who asks: give a user" : "wants another proof than a password");
        answers.skip(2);
        if (method == NO_USER) {
            ask(questions);
            return;
        }
        questions.put(USER_VERSION);
        putCounted(questions, user);
        putCounted(questions, password);
        state = State.USER;
    }

    private static void putCounted(Output questions, byte[] bytes) {
        questions.put((byte) bytes.length);
        questions.put(bytes);
    }

    /** RFC 1928 §4. */
    private void ask(Output questions) {
        questions.put(new byte[] {VERSION, CONNECT, 0});
        if (target.isUnresolved()) {
            questions.put(NAME);
            putCounted(questions, counted("host's name", target.getHostString()));
        } else {
            byte[] address = target.getAddress().getAddress();
            questions.put(address.length == 4 ? IPV4 : IPV6);
            questions.put(address);
        }
        questions.put((byte) (target.getPort() >> 8));
        questions.put((byte) target.getPort());
        state = State.REPLY;
    }

    private void reply(Input answers) {
        answers.skip(needed(answers)); // whose address the proxy uses is of no interest
        state = State.OPEN;
    }

    private void checkReply(Input answers) {
        check(answers.at(0) == VERSION, "is not of version 5");
        int code = answers.at(1) & 0xff;
        if (code != 0) {
            String why = code <= REFUSALS.size() ? REFUSALS.get(code - 1) : "code " + code;
            throw new ProtocolException("the proxy refuses to connect to " + target + ": " + why);
        }
    }

    private static int addressLength(Input answers) {
        return switch (answers.at(FIXED - 1)) {
            case IPV4 -> 4;
            case IPV6 -> 16;
            case NAME -> 1 + (answers.at(FIXED) & 0xff);
            default ->
                throw new ProtocolException("the proxy says an address of unknown type " + answers.at(FIXED - 1));
        };
    }

    private static void check(boolean good, String wrong) {
        if (!good) {
            throw new ProtocolException("the SOCKS5 proxy " + wrong);
        }
    }
}
