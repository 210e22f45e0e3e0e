package dev.usher.component.bayeux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.component.Row;
import org.junit.jupiter.api.Test;

/** How much anybody may say in a second. */
class RatesTest extends BayeuxCase {
    @Test
    @Row("B105")
    void shouldLetNobodyTalkTooMuch() {
        server().messageRate(3).start(kernel);
        Caller caller = client();

        caller.publish("/a", "1");
        caller.publish("/a", "2");
        assertEquals(
                "[{'channel':'/a','successful':false,'error':'429::too many messages in a second'}]",
                caller.publish("/a", "3"));
        advance(1);
        assertTrue(caller.publish("/a", "4").contains("'successful':true"));
    }

    @Test
    @Row("B105")
    void shouldLetNobodyTalkTooMuchWithoutAHandshake() {
        server().anonPublish(true).messageRate(2).start(kernel);
        Caller caller = caller();
        Caller second = caller();

        assertTrue(caller.post("[{'channel':'/a','data':1},{'channel':'/a','data':2}]")
                .contains("true"));
        assertTrue(second.post("[{'channel':'/a','data':3}]").contains("'error':'429:"));
        advance(1);
        assertTrue(second.post("[{'channel':'/a','data':4}]").contains("'successful':true"));
    }

    @Test
    @Row("B105")
    void shouldForgetAddressesThatSayNoMore() {
        Anonymous anonymous = new Anonymous(1);
        for (int i = 0; i < 20_000; i++) {
            assertTrue(anonymous.of("10.0." + i / 256 + "." + i % 256, i).allows(i));
        }
        assertEquals(10_000, anonymous.size());

        anonymous.of("10.9.9.9", 2_000_000_000L);

        assertEquals(1, anonymous.size());
    }
}
