package dev.usher.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.simulation.Simulation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code poe:} URIs printed and read back, and events sent by them. */
class PoeUriUseTest {
    private static final Event<Object> NOTE = Event.any("note");
    private static final Call<Object, String> NAME = Call.named("name", Object.class, String.class);
    private static final Event<Void> GO = Event.named("go");

    private final Kernel kernel = Simulation.seeded(1).kernel();
    private final List<Object> noted = new ArrayList<>();

    private States<String> states() {
        return States.of(String.class)
                .start((name, poe) -> poe.aliasSet(name))
                .on(NOTE, (name, poe, what) -> noted.add(name + " " + what + " from " + sender(poe)))
                .answer(NAME, (name, poe, what) -> name + " " + what);
    }

    private static Object sender(Context poe) {
        Object heap = poe.sender().heap();
        return heap == null ? "the kernel" : heap;
    }

    @Test
    void shouldSendTheArgumentOfTheUriItself() {
        kernel.create(states(), "logger");

        assertTrue(PoeUri.of("poe:logger/note?level=warn&text=a+b").post(kernel));
        assertTrue(PoeUri.of("poe:logger/note?one+two").post(kernel));
        assertTrue(PoeUri.of("poe:logger/note").post(kernel));
        assertEquals("logger [one]", PoeUri.of("poe:logger/name?one").call(kernel));
        kernel.run();

        assertEquals(
                List.of(
                        "logger {level=warn, text=a b} from the kernel",
                        "logger [one, two] from the kernel",
                        "logger null from the kernel"),
                noted);
    }

    @Test
    void shouldSendFromTheSessionWhoseHandlerRuns() {
        kernel.create(states(), "logger");
        kernel.create(
                states().on(GO, (name, poe) -> {
                    PoeUri.of("poe:logger/note").post(poe, 1);
                    PoeUri.of("poe:note").post(poe, 2); // its own
                    PoeUri.of("poe:logger/note").post(kernel, 3);
                    PoeUri.of("poe:" + poe.session().id() + "/note").post(poe, 4); // by id
                }),
                "sender");
        kernel.post("sender", GO);

        kernel.run();

        assertEquals(
                List.of("logger 1 from sender", "sender 2 from sender", "logger 3 from sender", "sender 4 from sender"),
                noted);
    }

    @Test
    void shouldReachNobodyByAnUnknownSessionAnotherKernelOrNoEvent() {
        kernel.create(states(), "logger");

        for (String text : List.of("poe:nobody/note", "poe://elsewhere/logger/note", "poe:logger/")) {
            assertFalse(PoeUri.of(text).post(kernel, 1), text);
            assertNull(PoeUri.of(text).call(kernel, 1), text);
        }

        kernel.run();
        assertEquals(List.of(), noted);
    }

    @Test
    void shouldRefuseAnotherThread() throws InterruptedException {
        List<Throwable> thrown = new ArrayList<>();
        Thread other = new Thread(() -> thrown.add(assertThrows(
                IllegalStateException.class, () -> PoeUri.of("poe:a/b").post(kernel))));

        other.start();
        other.join();

        assertTrue(thrown.get(0).getMessage().contains("postFromAnyThread"), thrown::toString);
    }

    @ParameterizedTest
    @CsvSource({
        "/lead, e, poe:%2Flead/e",
        "//two, e, poe:%2F%2Ftwo/e",
        "a/b, c/d, poe:a/b/c%2Fd",
        "trail/, e, poe:trail//e",
        "ä ö, ?#, poe:%C3%A4%20%C3%B6/%3F%23"
    })
    void shouldReadBackWhatItPrints(String session, String event, String text) {
        PoeUri uri = PoeUri.of(session, event);

        assertEquals(text, uri.toString());
        assertEquals(session, PoeUri.of(text).session());
        assertEquals(event, PoeUri.of(text).event());
    }

    @Test
    void shouldReadBackWhateverNamesAndArgumentsThereAre() {
        Random random = new Random(7);
        for (int i = 0; i < 2000; i++) {
            Map<String, String> values = new LinkedHashMap<>();
            for (int n = random.nextInt(3); n > 0; n--) {
                values.put(name(random) + n, name(random));
            }
            PoeUri uri = PoeUri.of(name(random), name(random)).withArguments(values);
            if (random.nextBoolean()) {
                uri = uri.withKernel("user@Host:" + random.nextInt(1000));
            }

            PoeUri read = PoeUri.of(uri.toString());

            assertEquals(uri.session(), read.session(), uri.toString());
            assertEquals(uri.event(), read.event(), uri.toString());
            assertEquals(uri.arguments(), read.arguments(), uri.toString());
            assertEquals(uri, read);
            assertEquals(
                    uri.canonical().toString(), read.canonical().canonical().toString());
        }
    }

    private static String name(Random random) {
        StringBuilder name = new StringBuilder();
        for (int n = random.nextInt(6); n > 0; n--) {
            name.append("/?#%&+=;:@ aZ09é\u20ac".charAt(random.nextInt(17)));
        }
        return name.toString();
    }
}
