package dev.usher.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.usher.component.tcp.TcpConnection;
import dev.usher.component.tcp.TcpServer;
import dev.usher.component.tcp.TcpServerBuilder;
import dev.usher.filters.LineFilter;
import java.text.Normalizer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A room for all who connect. Each has a session; the room is what the sessions share: it knows them by their ids, from
 * connect to disconnect.
 *
 * <p>The first line is a name. After that a line goes to everybody else, unless it is {@code /who}, {@code /nick NAME}
 * or {@code /quit}. Who does not read gets nothing more while much waits for him, and is then told how much he missed.
 */
final class Chat {
    static final int LOW = 8 * 1024;
    static final int HIGH = 32 * 1024;
    private static final int LONGEST_LINE = 1_000; // bytes
    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}_][\\p{L}\\p{M}\\p{N}_-]{0,19}");

    /** What would move a terminal's cursor or turn its text round; the joiners that scripts and emoji need stay. */
    private static final Pattern UNSAFE = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}&&[^\\x{200C}\\x{200D}]]+");

    /** What the room knows of one connection. */
    static final class Member {
        private String name; // null until it was told
        private boolean behind; // too much waits
        private int missed; // lines, meanwhile
    }

    private final Map<Long, TcpConnection<Member, String, String>> clients = new LinkedHashMap<>();

    TcpServerBuilder<Member, String, String> server(int port) {
        return TcpServer.at(port, () -> new LineFilter().charset(UTF_8).maxLength(LONGEST_LINE))
                .state(Member::new)
                .marks(LOW, HIGH, (client, poe) -> caughtUp(client), (client, poe) -> {})
                .clientConnected((client, poe) -> {
                    clients.put(client.session().id(), client);
                    tell(client, "name?");
                })
                .clientInput((client, poe, line) ->
                        heard(client, UNSAFE.matcher(line).replaceAll(" ").strip()))
                .clientError((client, poe, error) -> {
                    if (error.operation().equals("filter")) {
                        tell(client, "* a line has at most " + LONGEST_LINE + " bytes; good bye");
                    }
                })
                .clientDisconnected((client, poe) -> {
                    clients.remove(client.session().id());
                    if (client.state().name != null) {
                        tellOthers(client, "* " + client.state().name + " has left");
                    }
                });
    }

    private void heard(TcpConnection<Member, String, String> client, String line) {
        String[] words = line.split(" +", 2);
        if (line.isEmpty()) {
            return;
        }
        if (!line.startsWith("/")) {
            if (client.state().name == null) {
                name(client, line);
            } else {
                tellOthers(client, "<" + client.state().name + "> " + line);
            }
            return;
        }
        switch (words[0]) {
            case "/who" -> tell(client, who());
            case "/nick" -> name(client, words.length > 1 ? words[1] : "");
            case "/quit" -> {
                tell(client, "* good bye");
                client.shutdown();
            }
            default -> tell(client, "* there is no " + words[0] + ", but /who, /nick NAME and /quit");
        }
    }

    private void name(TcpConnection<Member, String, String> client, String wanted) {
        String old = client.state().name;
        String name = Normalizer.normalize(wanted, Normalizer.Form.NFKC);
        if (!NAME.matcher(name).matches()) {
            tell(client, "* a name has 1 to 20 letters, digits, '_' or, inside, '-'; name?");
        } else if (isTaken(name, client)) {
            tell(client, "* " + name + " is taken; name?");
        } else {
            client.state().name = name;
            tell(client, "* you are " + name);
            tellOthers(client, old == null ? "* " + name + " has joined" : "* " + old + " is now " + name);
        }
    }

    private boolean isTaken(String name, TcpConnection<Member, String, String> by) {
        return clients.values().stream().anyMatch(client -> client != by && name.equalsIgnoreCase(client.state().name));
    }

    private String who() {
        return clients.values().stream()
                .map(client -> client.state().name)
                .filter(name -> name != null)
                .collect(Collectors.joining(", ", "* here: ", ""));
    }

    private void tellOthers(TcpConnection<Member, String, String> from, String line) {
        for (TcpConnection<Member, String, String> client : clients.values()) {
            if (client != from && client.state().name != null && !client.isShutdown()) {
                tell(client, line);
            }
        }
    }

    /** Counts what a client misses that is behind, so that nobody costs more than the high mark and a line. */
    private void tell(TcpConnection<Member, String, String> client, String line) {
        Member member = client.state();
        if (member.behind) {
            member.missed++;
        } else {
            member.behind = client.put(line);
        }
    }

    private void caughtUp(TcpConnection<Member, String, String> client) {
        Member member = client.state();
        int missed = member.missed;
        member.behind = false;
        member.missed = 0;
        if (missed > 0) {
            tell(client, "* you have missed " + missed + " lines");
        }
    }
}
