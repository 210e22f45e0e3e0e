package dev.usher.recorder;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.usher.kernel.Program;
import java.lang.ProcessBuilder.Redirect;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CommandsTest {

    @Test
    void shouldNotDependOnWhereTheJdkAndTheClassesAre() {
        Program program = new Program(
                List.of(Program.javaCommand(), "-cp", System.getProperty("java.class.path"), "Main", "word"),
                Optional.empty(),
                Map.of("B", "2", "A", "1", "C", "3"),
                Redirect.PIPE,
                Redirect.PIPE,
                Redirect.INHERIT);

        assertEquals(
                "[{java}, -cp, {class path}, Main, word] in . with {A=1, B=2, C=3} stdin PIPE stdout PIPE stderr"
                        + " INHERIT",
                Commands.text(program));
    }
}
