package dev.usher.component.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.filters.LineFilter;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** State and filters, which make a builder of other types. */
class RetypedTest extends ServerCase {

    /** Once all of these were forgotten without a word. */
    @Test
    void shouldKeepOptionsThatWereSaidBeforeStateAndFilters() {
        TcpServerBuilder<StringBuilder, String, String> builder = TcpServer.at(PORT)
                .alias("srv")
                .clientArgs("a", 1)
                .shutdownOnError(false)
                .onException(ExceptionPolicy.DIE)
                .linger(Duration.ofSeconds(3))
                .state(StringBuilder::new)
                .filters(LineFilter::new, LineFilter::new);

        assertEquals(List.of("a", 1), builder.clientArgs);
        assertFalse(builder.shutdownOnError);
        assertSame(ExceptionPolicy.DIE, builder.exceptionPolicy);
        assertEquals(Duration.ofSeconds(3), builder.linger);
        builder.clientInput((client, poe, line) -> {}).start(kernel);
        run();
        assertTrue(kernel.aliasResolve("srv").isPresent());
    }

    @Test
    void shouldRefuseStateBehindHandlersThatKnowAnother() {
        TcpServerBuilder<Void, String, String> builder = TcpServer.at(PORT).on(TICK, (client, poe) -> log.add("tick"));

        IllegalStateException refused =
                assertThrows(IllegalStateException.class, () -> builder.state(StringBuilder::new));

        assertTrue(refused.getMessage().endsWith("say them first"), refused.getMessage());
    }
}
