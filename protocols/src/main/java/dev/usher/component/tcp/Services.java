package dev.usher.component.tcp;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Port numbers of services by name: the machine's own list where it has one, else IANA's numbers of the usual ones. */
final class Services {
    private static final Path LIST = Path.of("/etc/services");
    private static final Map<String, Integer> USUAL = Map.ofEntries(
            Map.entry("echo", 7),
            Map.entry("discard", 9),
            Map.entry("daytime", 13),
            Map.entry("qotd", 17),
            Map.entry("chargen", 19),
            Map.entry("ftp", 21),
            Map.entry("ssh", 22),
            Map.entry("telnet", 23),
            Map.entry("smtp", 25),
            Map.entry("time", 37),
            Map.entry("finger", 79),
            Map.entry("http", 80),
            Map.entry("pop3", 110),
            Map.entry("imap2", 143),
            Map.entry("https", 443));

    private Services() {}

    /** The port, or -1 if there is no such service. */
    static int port(String nameOrNumber) {
        if (isNumber(nameOrNumber)) {
            return Integer.parseInt(nameOrNumber);
        }
        int listed = listed(nameOrNumber);
        return listed >= 0 ? listed : USUAL.getOrDefault(nameOrNumber, -1);
    }

    static boolean isNumber(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }

    private static int listed(String name) {
        List<String> lines;
        try {
            lines = Files.readAllLines(LIST);
        } catch (IOException e) {
            return -1; // a machine without the list: the usual names do
        }
        for (String line : lines) {
            int comment = line.indexOf('#');
            String[] words =
                    (comment < 0 ? line : line.substring(0, comment)).trim().split("\\s+");
            if (words.length < 2 || !words[1].endsWith("/tcp")) {
                continue;
            }
            for (int i = 0; i < words.length; i++) { // name, port/protocol, aliases
                if (i != 1 && words[i].equals(name)) {
                    return Integer.parseInt(words[1].substring(0, words[1].indexOf('/')));
                }
            }
        }
        return -1;
    }
}
