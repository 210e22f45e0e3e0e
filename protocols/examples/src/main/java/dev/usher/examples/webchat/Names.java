package dev.usher.examples.webchat;

import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;

/** What visitors and rooms may be called, and what may be said. No objects. */
final class Names {
    private static final int NICK = 24;
    private static final int ROOM = 24;
    private static final int TEXT = 2_000;

    /** Controls, what turns the direction of text or is not seen, and what is no character. */
    private static final Pattern UNSEEN = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Co}\\p{Cn}\\p{Zl}\\p{Zp}]");

    private static final Pattern BLANKS = Pattern.compile("[\\p{Z}\\s]+");
    private static final Pattern ROOM_NAME =
            Pattern.compile("[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}\\p{Nd}]+(-[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}\\p{Nd}]+)*");
    private static final Pattern TOKEN = Pattern.compile("[0-9A-Za-z_-]{16,64}");

    private Names() {}

    /** Without blanks around it, and with single ones inside. */
    static String nick(String wanted) throws Refusal {
        String nick =
                BLANKS.matcher(normal(wanted, "A nickname")).replaceAll(" ").strip();
        if (nick.isEmpty()) {
            throw new Refusal(400, "A nickname is needed");
        }
        if (UNSEEN.matcher(nick).find()) {
            throw new Refusal(400, "A nickname has only characters that can be seen");
        }
        if (length(nick) > NICK) {
            throw new Refusal(400, "A nickname has at most " + NICK + " characters, not " + length(nick));
        }
        return nick;
    }

    /** By which two names are the same: however they are written, and in whatever case. */
    static String key(String nick) {
        return Normalizer.normalize(nick, Normalizer.Form.NFKC)
                .toUpperCase(Locale.ROOT)
                .toLowerCase(Locale.ROOT);
    }

    static String room(String wanted) throws Refusal {
        String room = normal(wanted, "A room");
        if (!ROOM_NAME.matcher(room).matches()) {
            throw new Refusal(400, "A room's name is made of small letters, digits and single dashes between them");
        }
        if (length(room) > ROOM) {
            throw new Refusal(400, "A room's name has at most " + ROOM + " characters, not " + length(room));
        }
        return room;
    }

    /** Without blanks behind it. */
    static String text(String said) throws Refusal {
        if (said == null || said.isBlank()) {
            throw new Refusal(400, "There is nothing in this message");
        }
        String text = said.stripTrailing();
        if (length(text) > TEXT) {
            throw new Refusal(413, "A message has at most " + TEXT + " characters, not " + length(text));
        }
        return text;
    }

    static String token(String wanted) throws Refusal {
        if (wanted == null || !TOKEN.matcher(wanted).matches()) {
            throw new Refusal(400, "A token is needed: 16 to 64 letters, digits, '-' and '_'");
        }
        return wanted;
    }

    private static String normal(String text, String what) throws Refusal {
        if (text == null) {
            throw new Refusal(400, what + " is needed");
        }
        return Normalizer.normalize(text, Normalizer.Form.NFC);
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }
}
