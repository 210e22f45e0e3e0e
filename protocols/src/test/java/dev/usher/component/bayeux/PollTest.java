package dev.usher.component.bayeux;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a held connect asks of its carrier. */
class PollTest {

    @Test
    void shouldHaveItsAnswerWrittenBeforeOtherPollsAreAnswered() {
        List<String> asked = new ArrayList<>();
        Carrier carrier = (Carrier) Proxy.newProxyInstance(
                Carrier.class.getClassLoader(), new Class<?>[] {Carrier.class}, (proxy, method, arguments) -> {
                    asked.add(method.getName() + Arrays.toString(arguments));
                    return null;
                });

        new Poll(null, carrier, null, 0).answer(List.of());

        assertEquals(List.of("send[[]]", "flush" + Arrays.toString((Object[]) null)), asked);
    }
}
