package dev.usher.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Which switches are on: by the builder, by POE's names among properties and environment variables, or not at all. */
class SwitchesTest {

    private static KernelBuilder builder(Map<String, String> environment) {
        KernelBuilder builder = Kernel.builder();
        builder.environment = environment::get;
        return builder;
    }

    private static Switches of(Map<String, String> environment) {
        return Switches.of(builder(environment));
    }

    @Test
    void shouldBeOffUnlessAsked() {
        Switches switches = of(Map.of());

        assertEquals(new Switches(Set.of(), Set.of(), null, true), switches);
        assertFalse(switches.audits());
    }

    @Test
    void shouldTakePoesNames() {
        Switches switches = of(Map.of(
                "POE_TRACE_EVENTS", "1",
                "POE_TRACE_REFCNT", "yes",
                "POE_TRACE_SIGNALS", "0",
                "POE_TRACE_SESSIONS", "",
                "POE_ASSERT_USAGE", "1",
                "POE_TRACE_FILENAME", "trace.txt",
                "POE_CATCH_EXCEPTIONS", "0"));

        assertEquals(Set.of(Trace.EVENTS, Trace.REFCNT), switches.traces());
        assertEquals(Set.of(Assert.USAGE), switches.asserts());
        assertEquals(Path.of("trace.txt"), switches.file());
        assertFalse(switches.catchExceptions());
    }

    @Test
    void shouldHaveDefaultsThatSingleNamesGoBefore() {
        Switches switches = of(Map.of("POE_TRACE_DEFAULT", "1", "POE_TRACE_FILES", "0", "POE_ASSERT_DEFAULT", "1"));

        assertFalse(switches.traces(Trace.FILES));
        assertEquals(Trace.values().length - 1, switches.traces().size());
        assertEquals(Set.of(Assert.values()), switches.asserts());
        assertTrue(switches.audits());
    }

    @Test
    void shouldDoWhatTheBuilderSaysWhateverTheEnvironmentSays() {
        KernelBuilder builder = builder(Map.of(
                        "POE_TRACE_DEFAULT", "1",
                        "POE_ASSERT_DEFAULT", "1",
                        "POE_TRACE_FILENAME", "other",
                        "POE_CATCH_EXCEPTIONS", "0"))
                .trace()
                .asserts(Assert.STATES)
                .traceFile(Path.of("mine"))
                .catchExceptions(true);

        assertEquals(new Switches(Set.of(), Set.of(Assert.STATES), Path.of("mine"), true), Switches.of(builder));
    }

    @Test
    void shouldLookAtPropertiesBeforeTheEnvironment() {
        String name = "POE_TRACE_EVENTS";
        String before = System.getProperty(name);
        System.setProperty(name, "0");
        try {
            assertEquals("0", Switches.environment(name));
        } finally {
            if (before == null) {
                System.clearProperty(name);
            } else {
                System.setProperty(name, before);
            }
        }
        assertNull(Switches.environment("POE_NO_SUCH_SWITCH"));
    }
}
