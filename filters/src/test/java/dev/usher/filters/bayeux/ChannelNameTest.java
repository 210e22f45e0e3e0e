package dev.usher.filters.bayeux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChannelNameTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/a",
                "/a/b",
                "/*",
                "/**",
                "/a/*",
                "/a/**",
                "/meta/handshake",
                "/\u00e9t\u00e9",
                "/a.b-c_!~()$@",
                "/1"
            })
    void shouldTakeNamesAndPatterns(String name) {
        assertEquals(Optional.empty(), ChannelName.fault(name));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "a",
                "a/b",
                "//",
                "/a/",
                "/a//b",
                "/a/*/b",
                "/**/b",
                "/***",
                "/a*",
                "/a/b*",
                "/a b",
                "/a\u0001",
                "/a\u2028",
                "/ ",
                "/*/"
            })
    void shouldRefuseOthersAndSayWhy(String name) {
        assertTrue(ChannelName.fault(name).isPresent(), name);
    }

    @ParameterizedTest
    @CsvSource({"/a, 1, false", "/a/b, 2, false", "/a/*, 2, true", "/**, 1, true"})
    void shouldTellDepthAndPatterns(String name, int depth, boolean pattern) {
        assertEquals(depth, ChannelName.depth(name));
        assertEquals(pattern, ChannelName.isPattern(name));
    }
}
