package dev.usher.examples.webchat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTest {

    @ParameterizedTest
    @CsvSource(
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "Otter,Otter",
                "  Grey \t Heron  ,Grey Heron",
                "e\u0301lan,\u00e9lan",
                "\u9DFA,\u9DFA",
                "\uD83E\uDDA6,\uD83E\uDDA6"
            })
    void shouldTidyANickname(String wanted, String nick) throws Refusal {
        assertEquals(nick, Names.nick(wanted));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\u0000b", "a\u200bb", "a\u202eb", "a\u2066b", "\ud800", "\ue000"})
    void shouldRefuseANicknameThatIsNotWhatItLooksLike(String wanted) {
        assertEquals(
                "A nickname has only characters that can be seen",
                assertThrows(Refusal.class, () -> Names.nick(wanted)).getMessage());
    }

    @Test
    void shouldCountCharactersAndNotTheirHalves() throws Refusal {
        String otters = "\uD83E\uDDA6".repeat(24);

        assertEquals(otters, Names.nick(otters));
        assertEquals(
                "A nickname has at most 24 characters, not 25",
                assertThrows(Refusal.class, () -> Names.nick(otters + "s")).getMessage());
    }

    @ParameterizedTest
    @CsvSource({"Otter,OTTER", "stra\u00dfe,STRASSE", "\uFF2Ftter,otter", "\u0130,i\u0307"})
    void shouldTakeNamesForOneThatAreReadAsOne(String one, String other) {
        assertEquals(Names.key(one), Names.key(other));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "foyer",
                "row-3",
                "\u0444\u043e\u0439\u0435",
                "\u30ed\u30d3\u30fc",
                "\u0939\u093f\u0928\u094d\u0926\u0940"
            })
    void shouldTakeARoomInAnyScript(String wanted) throws Refusal {
        assertEquals(wanted, Names.room(wanted));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Foyer", "-a", "a-", "a--b", "a b", "a/b", "*", "**", "a.b", "a\u200bb"})
    void shouldRefuseARoomThatIsNoPartOfAChannel(String wanted) {
        assertEquals(
                "A room's name is made of small letters, digits and single dashes between them",
                assertThrows(Refusal.class, () -> Names.room(wanted)).getMessage());
    }

    @Test
    void shouldSayHowLongARoomsNameMayBe() {
        assertEquals(
                "A room's name has at most 24 characters, not 25",
                assertThrows(Refusal.class, () -> Names.room("r".repeat(25))).getMessage());
    }

    @Test
    void shouldTakeTextAsItIsButForBlanksBehindIt() throws Refusal {
        assertEquals("  two\n\nlines", Names.text("  two\n\nlines \n"));
        assertEquals(2_000, Names.text("x".repeat(2_000)).length());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " \n\t", "\u2003"})
    void shouldRefuseAMessageWithoutText(String text) {
        assertEquals(
                "There is nothing in this message",
                assertThrows(Refusal.class, () -> Names.text(text)).getMessage());
    }

    @Test
    void shouldSayHowLongAMessageMayBe() {
        assertEquals(
                "A message has at most 2000 characters, not 2001",
                assertThrows(Refusal.class, () -> Names.text("x".repeat(2_001))).getMessage());
    }
}
