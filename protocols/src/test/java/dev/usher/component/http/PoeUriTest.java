package dev.usher.component.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.usher.component.Row;
import dev.usher.kernel.Event;
import dev.usher.kernel.PoeUri;
import dev.usher.kernel.States;
import dev.usher.simulation.Simulation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code poe:} URIs, which name the handlers of a server. */
class PoeUriTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            poe:event                         | ''            | ''      | event | ''
            poe:session/                      | ''            | session | ''    | ''
            poe:session/event                 | ''            | session | event | ''
            POE:/session/event                | ''            | session | event | ''
            poe://kernel/session/event        | kernel        | session | event | ''
            poe://host:77/session/event?a=b   | host:77       | session | event | {a=b}
            poe:session/event?a=1&b=%20x+y    | ''            | session | event | {a=1, b= x y}
            poe:session/event?one+two%2B      | ''            | session | event | [one, two+]
            poe:/foo/bar/baz                  | ''            | foo/bar | baz   | ''
            poe:s%2Fx/e%2Fy                   | ''            | s/x     | e/y   | ''
            poe://u:p%3A@Host/s/e             | Host          | s       | e     | ''
            poe:                              | ''            | ''      | ''    | ''
            """)
    @Row({"H135", "H136", "H137"})
    void shouldReadItsForms(String text, String kernel, String session, String event, String argument) {
        PoeUri uri = PoeUri.of(text);

        assertEquals(kernel, uri.kernel());
        assertEquals(session, uri.session());
        assertEquals(event, uri.event());
        assertEquals(argument, uri.argument().map(Object::toString).orElse(""));
    }

    @Test
    @Row("H136")
    void shouldTellItsParts() {
        PoeUri uri = PoeUri.of("poe://ann:se%40cret@Host.Example:/a/b/c?x");

        assertEquals("host.example", uri.host());
        assertEquals(603, uri.port());
        assertEquals("ann", uri.user());
        assertEquals("se@cret", uri.password());
        assertEquals("/a/b/c", uri.path());
        assertEquals(List.of("a", "b", "c"), uri.pathSegments());
        assertEquals("[x]", uri.argument().orElseThrow().toString());
        assertEquals(7, PoeUri.of("poe://[::1]:7/s/e").port());
        assertEquals("[::1]", PoeUri.of("poe://[::1]/s/e").host());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            POE:/s/e                     | poe:s/e
            poe:s/%65                    | poe:s/e
            poe://KERNEL:603/s/e         | poe://kernel/s/e
            poe://u@Kernel:7/s/e?b=1     | poe://u@kernel:7/s/e?b=1
            poe:a%20b/c%3Fd              | poe:a%20b/c%3Fd
            poe:s/e%2Ff                  | poe:s/e%2Ff
            poe:s/e?a=%26&b=%C3%A9       | poe:s/e?a=%26&b=%C3%A9
            """)
    @Row({"H136", "H137"})
    void shouldHaveOneCanonicalText(String text, String canonical) {
        assertEquals(canonical, PoeUri.of(text).canonical().toString());
        assertEquals(PoeUri.of(canonical), PoeUri.of(text));
        assertEquals(PoeUri.of(canonical).hashCode(), PoeUri.of(text).hashCode());
    }

    @Test
    @Row("H138")
    void shouldListWhatAPostTakes() {
        assertEquals(List.of("s", "e"), PoeUri.of("poe:s/e").asList());
        assertEquals(
                List.of("s", "e", Map.of("a", "b")), PoeUri.of("poe:s/e?a=b").asList());
        assertEquals(List.of("poe://k/s", "e"), PoeUri.of("poe://k/s/e").asList());
    }

    @Test
    @Row("H138")
    void shouldPostAndCall() {
        List<Object> told = new ArrayList<>();
        try (Simulation simulation = Simulation.seeded(1)) {
            simulation
                    .kernel()
                    .create(
                            States.of(Object.class)
                                    .start((heap, poe) -> {
                                        poe.aliasSet("me");
                                        told.add(PoeUri.of("poe:me/event").post(poe, "posted"));
                                        told.add(PoeUri.of("poe:event").call(poe, "called"));
                                        told.add(PoeUri.of("poe:nobody/event").post(poe, "lost"));
                                        told.add(PoeUri.of("poe://kernel/me/event")
                                                .post(poe, "lost"));
                                    })
                                    .on(Event.named("event", String.class), (heap, poe, text) -> told.add(text)),
                            null);
            simulation.runUntilIdle();
        }

        List<Object> expected = new ArrayList<>(List.of(true, "called"));
        expected.add(null);
        expected.addAll(List.of(false, false, "posted"));
        assertEquals(expected, told);
    }

    @Test
    @Row("H139")
    void shouldLosePartsThatAreCleared() {
        PoeUri uri = PoeUri.of("poe://k/s/e?a=b");

        assertEquals("poe:s/e?a=b", uri.withKernel("").toString());
        assertEquals("poe://k/e?a=b", uri.withSession("").toString());
        assertEquals("poe://k/s/?a=b", uri.withEvent("").toString());
        assertEquals("poe://k/s/e", uri.withArguments(Map.of()).toString());
        assertEquals("poe:x%2Fy", PoeUri.of("poe:e").withEvent("x/y").toString());
        assertEquals("poe:x/y/e", PoeUri.of("poe:e").withSession("x/y").toString());
    }

    @ParameterizedTest
    @CsvSource({"http://a/b, poe:", "poe://h:x/s/e, port", "poe://h:70000/s/e, port", "poe:a#b, %23"})
    @Row("H135")
    void shouldSayWhatIsWrong(String text, String why) {
        String message = assertThrows(IllegalArgumentException.class, () -> PoeUri.of(text))
                .getMessage();

        assertEquals(true, message.contains(text) && message.contains(why), message);
    }
}
