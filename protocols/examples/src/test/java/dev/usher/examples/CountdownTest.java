package dev.usher.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class CountdownTest {

    @Test
    void shouldSayOneNumberASecondAndEnd() {
        try (Stage stage = new Stage()) {
            Countdown.start(stage.simulation.kernel(), 2, stage.out);

            stage.simulation.runUntilIdle();
            assertEquals(List.of("2 ..."), stage.printed().lines().toList());
            stage.simulation.advance(Duration.ofSeconds(1));
            assertEquals(List.of("2 ...", "1 ..."), stage.printed().lines().toList());
            stage.simulation.advance(Duration.ofSeconds(1));
            assertEquals(
                    List.of("2 ...", "1 ...", "Lift off!", "(3 lines were said)"),
                    stage.printed().lines().toList());
            assertEquals(0, stage.sessions());
        }
    }
}
