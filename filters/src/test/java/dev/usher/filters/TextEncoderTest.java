package dev.usher.filters;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.filter.Output;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class TextEncoderTest {
    private static final String ALL_LENGTHS = "a\u007F\u0080\u07FF\u0800\uD7FF\uE000\uFFFF\uD800\uDC00\uDBFF\uDFFF";

    @Test
    void shouldWriteEachLengthOfUtf8AsTheJdkDoes() {
        assertArrayEquals(
                ALL_LENGTHS.getBytes(StandardCharsets.UTF_8),
                TextEncoder.of(StandardCharsets.UTF_8).bytes(ALL_LENGTHS));
    }

    @Test
    void shouldWriteEachCharacterOfUtf8AsTheJdkDoes() {
        TextEncoder encoder = TextEncoder.of(StandardCharsets.UTF_8);
        for (int c = 0; c <= Character.MAX_CODE_POINT; c += c < 0x3000 ? 1 : 17) {
            if (c < 0xD800 || c > 0xDFFF) {
                String text = Character.toString(c);
                assertArrayEquals(text.getBytes(StandardCharsets.UTF_8), encoder.bytes(text));
            }
        }
    }

    @Test
    void shouldWriteLatin1WhateverTheStringIsMadeOf() {
        String narrow = "caf\u00E9\u00FF\u0000";
        String cutFromWide = ("\u20AC" + narrow).substring(1);

        for (String text : new String[] {narrow, cutFromWide, ""}) {
            assertArrayEquals(
                    text.getBytes(StandardCharsets.ISO_8859_1),
                    TextEncoder.of(StandardCharsets.ISO_8859_1).bytes(text));
        }
    }

    @Test
    void shouldWriteOtherCharsets() {
        Charset charset = Charset.forName("windows-1252");

        assertArrayEquals(new byte[] {'x', (byte) 0x80}, TextEncoder.of(charset).bytes("x\u20AC"));
    }

    @Test
    void shouldNameTheCharacterAndItsPlaceAndAppendNothing() {
        assertRefused(StandardCharsets.ISO_8859_1, "ab\u0100\u20AC", "U+0100 at index 2", "charset(UTF_8)");
        assertRefused(StandardCharsets.UTF_8, "\u00E9b\uD800c", "U+D800 at index 2", "surrogate");
        assertRefused(StandardCharsets.UTF_8, "\uDC00", "U+DC00 at index 0", "surrogate");
        assertRefused(StandardCharsets.UTF_8, "a\uDBFF", "U+DBFF at index 1", "surrogate");
        assertRefused(StandardCharsets.US_ASCII, "abc\u0080", "U+0080 at index 3", "US-ASCII");
    }

    private static void assertRefused(Charset charset, String text, String what, String why) {
        Output out = new Output(4);
        out.put(new byte[] {1, 2, 3});

        String message = assertThrows(
                        IllegalArgumentException.class,
                        () -> TextEncoder.of(charset).put(text, new byte[] {9}, out))
                .getMessage();

        assertTrue(message.contains(what) && message.contains(why), message);
        assertEquals(3, out.size());
    }
}
