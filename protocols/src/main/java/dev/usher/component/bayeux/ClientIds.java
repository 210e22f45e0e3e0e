package dev.usher.component.bayeux;

import java.util.random.RandomGenerator;

/** Makes ids that nobody can guess: 130 random bits, in letters and digits. One thread. */
final class ClientIds {
    private static final char[] LETTERS = "0123456789abcdefghijklmnopqrstuv".toCharArray();
    private static final int LENGTH = 26;

    private final RandomGenerator random;
    private final byte[] bytes = new byte[LENGTH];

    ClientIds(RandomGenerator random) {
        this.random = random;
    }

    String next() {
        random.nextBytes(bytes);
        char[] id = new char[LENGTH];
        for (int i = 0; i < LENGTH; i++) {
            id[i] = LETTERS[bytes[i] & 31];
        }
        return new String(id);
    }
}
