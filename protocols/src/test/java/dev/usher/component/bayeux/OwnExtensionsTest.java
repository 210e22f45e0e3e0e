package dev.usher.component.bayeux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.component.Row;
import dev.usher.component.log.Logs;
import dev.usher.filters.bayeux.BayeuxMessage;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A program's own extensions: what they see, change and drop. */
class OwnExtensionsTest extends BayeuxCase {
    @Test
    @Row("B134")
    void shouldConfineWhatAnExtensionThrows() {
        server().extend(new BayeuxExtension() {
                    @Override
                    public Optional<BayeuxMessage> outgoing(Client client, BayeuxMessage message) {
                        if (message.channel().equals("/bad")
                                && message.successful().isEmpty()) {
                            throw new IllegalStateException("a fault of the program's");
                        }
                        return Optional.of(message);
                    }
                })
                .start(kernel);
        Caller caller = client();
        caller.subscribe("/**");

        assertEquals("[{'channel':'/bad','successful':true,'clientId':'ID'}]", caller.publish("/bad", "1"));
        assertTrue(caller.publish("/good", "1").endsWith(",{'channel':'/good','data':1}]"));
        assertEquals(1, Logs.complaints().size());
    }

    private BayeuxExtension noting(String name) {
        return new BayeuxExtension() {
            @Override
            public Optional<BayeuxMessage> incoming(Client client, BayeuxMessage message) {
                log.add(name + " in " + message.channel());
                return Optional.of(message);
            }

            @Override
            public Optional<BayeuxMessage> outgoing(Client client, BayeuxMessage message) {
                log.add(name + " out " + message.channel());
                return Optional.of(message);
            }
        };
    }

    @Test
    @Row({"B134", "B98"})
    void shouldShowMessagesToExtensionsInOrder() {
        server().extend(noting("one")).extend(noting("two")).start(kernel);
        Caller caller = client();
        running().find(caller.id).orElseThrow().extend(noting("own"));
        log.clear();

        caller.publish("/a", "1");

        assertLog("one in /a", "two in /a", "own in /a", "own out /a", "two out /a", "one out /a");
    }

    @Test
    @Row("B134")
    void shouldLetExtensionsChangeAndDropMessages() {
        server().extend(new BayeuxExtension() {
                    @Override
                    public Optional<BayeuxMessage> incoming(Client client, BayeuxMessage message) {
                        return message.channel().equals("/dropped")
                                ? Optional.empty()
                                : Optional.of(message.change().id("changed").build());
                    }

                    @Override
                    public Optional<BayeuxMessage> outgoing(Client client, BayeuxMessage message) {
                        return message.channel().equals("/silent")
                                        && message.successful().isEmpty()
                                ? Optional.empty()
                                : Optional.of(
                                        message.change().ext(Map.of("stamp", 1)).build());
                    }
                })
                .start(kernel);
        Caller caller = client();
        caller.subscribe("/**");

        assertTrue(caller.publish("/dropped", "1").contains("'error':'404::an extension has dropped the message'"));
        caller.publish("/silent", "1");
        assertEquals(
                "[{'channel':'/a','successful':true,'id':'changed','clientId':'ID','ext':{'stamp':1}},"
                        + "{'channel':'/a','id':'changed','data':1,'ext':{'stamp':1}}]",
                caller.publish("/a", "1"));
    }
}
