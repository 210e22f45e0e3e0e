package dev.usher.filters.websocket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.usher.filters.Row;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@link DeflateNegotiation}: every parameter, on both sides (RFC 7692 §7.1). */
class DeflateNegotiationTest {
    private static final DeflateParameters ANY = DeflateParameters.WITH_CONTEXT;

    private static String answer(String offers, DeflateParameters wish) {
        return DeflateNegotiation.answer(Extension.list(offers.replace("pmd", "permessage-deflate")), wish)
                .map(answer -> answer.extension().toString().replace("permessage-deflate", "pmd"))
                .orElse("declined");
    }

    private static DeflateParameters accept(String answer, DeflateParameters wish) {
        return DeflateNegotiation.accept(
                Extension.list(answer.replace("pmd", "permessage-deflate")).get(0), wish);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "pmd | pmd",
                "x-frob | declined",
                "x-frob, pmd; server_max_window_bits=10, pmd | pmd; server_max_window_bits=10",
                "pmd; server_no_context_takeover | pmd; server_no_context_takeover",
                "pmd; client_no_context_takeover; server_no_context_takeover | pmd; server_no_context_takeover; client_no_context_takeover",
                "pmd; client_max_window_bits | pmd",
                "pmd; client_max_window_bits=10 | pmd; client_max_window_bits=10",
                "pmd; client_max_window_bits=15 | pmd",
                "pmd; server_max_window_bits=15 | pmd; server_max_window_bits=15",
                "pmd; server_max_window_bits=8 | pmd; server_max_window_bits=8",
                "pmd; server_max_window_bits=9; client_max_window_bits | pmd; server_max_window_bits=9",
                "pmd ;server_max_window_bits=\"10\" ; client_max_window_bits | pmd; server_max_window_bits=10",
                "pmd; frob=1, pmd; client_max_window_bits | pmd",
            })
    @Row("W111")
    void shouldAnswerTheFirstOfferThatCanBeGranted(String offers, String expected) {
        assertEquals(expected, answer(offers, ANY));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "frob",
                "server_max_window_bits",
                "server_max_window_bits=7",
                "server_max_window_bits=16",
                "server_max_window_bits=010",
                "server_max_window_bits=x",
                "client_max_window_bits=7",
                "client_max_window_bits=16",
                "client_max_window_bits=x",
                "server_no_context_takeover=1",
                "client_no_context_takeover=true",
                "server_no_context_takeover; server_no_context_takeover",
                "client_max_window_bits; client_max_window_bits=10"
            })
    @Row("W111")
    void shouldDeclineAnOfferWithParametersThatAreWrong(String parameters) {
        assertEquals("declined", answer("pmd; " + parameters, ANY));
        assertThrows(HandshakeException.class, () -> accept("pmd; " + parameters, ANY));
    }

    @Test
    @Row("W111")
    void shouldGrantNoMoreThanTheServerWishes() {
        DeflateParameters wish = new DeflateParameters(true, true, 11, 12);

        assertEquals(
                "pmd; server_no_context_takeover; client_no_context_takeover; server_max_window_bits=11",
                answer("pmd", wish));
        assertEquals(
                "pmd; server_no_context_takeover; client_no_context_takeover; server_max_window_bits=9; "
                        + "client_max_window_bits=12",
                answer("pmd; server_max_window_bits=9; client_max_window_bits", wish));
        assertEquals(
                "pmd; server_no_context_takeover; client_no_context_takeover; server_max_window_bits=11; "
                        + "client_max_window_bits=10",
                answer("pmd; server_max_window_bits=15; client_max_window_bits=10", wish));
    }

    @Test
    void shouldAgreeOnWhatTheAnswerSays() {
        DeflateParameters wish = new DeflateParameters(false, true, 11, 12);
        for (String offer : new String[] {
            "pmd", "pmd; client_max_window_bits", "pmd; client_max_window_bits=9; server_max_window_bits=8"
        }) {
            DeflateNegotiation answer = DeflateNegotiation.answer(
                            Extension.list(offer.replace("pmd", "permessage-deflate")), wish)
                    .orElseThrow();

            assertEquals(
                    answer.agreed(),
                    DeflateNegotiation.accept(answer.extension(), ANY),
                    answer.extension().toString());
        }
    }

    @Test
    void shouldOfferWhatAClientWishes() {
        assertEquals(
                "permessage-deflate; client_max_window_bits",
                DeflateNegotiation.offer(ANY).toString());
        assertEquals(
                "permessage-deflate; server_no_context_takeover; client_no_context_takeover; "
                        + "server_max_window_bits=10; client_max_window_bits=11",
                DeflateNegotiation.offer(new DeflateParameters(true, true, 10, 11))
                        .toString());
    }

    @Test
    void shouldAcceptWhatGrantsAClientsWish() {
        DeflateParameters wish = new DeflateParameters(true, false, 10, 11);

        assertEquals(
                new DeflateParameters(true, true, 9, 8),
                accept(
                        "pmd; server_no_context_takeover; client_no_context_takeover; server_max_window_bits=9; "
                                + "client_max_window_bits=8",
                        wish));
        assertEquals(
                new DeflateParameters(true, false, 10, 11),
                accept("pmd; server_no_context_takeover; server_max_window_bits=10", wish));
        assertEquals(
                new DeflateParameters(true, false, 12, 15),
                accept("pmd; server_no_context_takeover; server_max_window_bits=12", ANY));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x-frob",
                "pmd",
                "pmd; server_no_context_takeover",
                "pmd; server_max_window_bits=10",
                "pmd; server_no_context_takeover; server_max_window_bits=11",
                "pmd; server_no_context_takeover; server_max_window_bits=10; client_max_window_bits=12",
                "pmd; server_no_context_takeover; server_max_window_bits=10; client_max_window_bits"
            })
    void shouldRefuseAnAnswerThatDoesNotGrantIt(String answer) {
        assertThrows(HandshakeException.class, () -> accept(answer, new DeflateParameters(true, false, 10, 11)));
    }

    @Test
    void shouldRefuseWindowsThatDoNotExist() {
        assertThrows(IllegalArgumentException.class, () -> new DeflateParameters(true, true, 7, 15));
        assertThrows(IllegalArgumentException.class, () -> new DeflateParameters(true, true, 15, 16));
        assertThrows(IllegalArgumentException.class, () -> DeflateOptions.DEFAULT.withLevel(0));
        assertThrows(IllegalArgumentException.class, () -> DeflateOptions.DEFAULT.withThreshold(-1));
        assertEquals(Optional.empty(), DeflateNegotiation.answer(java.util.List.of(), ANY));
    }
}
