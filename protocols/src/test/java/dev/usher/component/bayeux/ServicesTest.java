package dev.usher.component.bayeux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.component.Row;
import dev.usher.component.log.Logs;
import dev.usher.filters.bayeux.BayeuxMessage;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a program answers on /service channels, at once or later. */
class ServicesTest extends BayeuxCase {
    @Test
    @Row({"B16", "B91", "B92", "B142", "B95"})
    void shouldAnswerServices() {
        server().service(
                        "echo",
                        (poe, message) ->
                                message.respond(message.message().data().orElseThrow()))
                .service(
                        "math/add",
                        (poe, message) -> message.respond(((List<?>)
                                        message.message().data().orElseThrow().value())
                                .stream()
                                        .mapToInt(number -> ((Number) number).intValue())
                                        .sum()))
                .service("none", (poe, message) -> {})
                .service("_handler", (poe, message) -> {
                    message.respond("this is " + message.message().method());
                    message.respond(BayeuxMessage.on("/other").data(2).id("x"));
                })
                .start(kernel);
        Caller caller = client();

        assertEquals(
                "[{'channel':'/service/echo','successful':true,'id':'e','clientId':'ID'},"
                        + "{'channel':'/service/echo','id':'e','data':{'q':1}}]",
                caller.post("[{'channel':'/service/echo','clientId':'ID','data':{'q':1},'id':'e'}]"));
        assertTrue(
                caller.publish("/service/math/add", "[1,2,3]").endsWith(",{'channel':'/service/math/add','data':6}]"));
        assertEquals(
                "[{'channel':'/service/none','successful':true,'clientId':'ID'}]",
                caller.publish("/service/none", "1"));
        assertTrue(caller.publish("/service/any", "1")
                .endsWith(",{'channel':'/service/any','data':'this is any'},{'channel':'/other','id':'x','data':2}]"));
    }

    @Test
    @Row({"B93", "B94", "B96"})
    void shouldSayThatAServiceFailsOrIsNotThere() {
        server().service("bad", (poe, message) -> {
                    throw new IllegalStateException("secret");
                })
                .service("choosy", (poe, message) -> message.error("not that"))
                .start(kernel);
        Caller caller = client();

        assertEquals(
                "[{'channel':'/service/bad','successful':false,'clientId':'ID','error':'500:bad:the service failed'}]",
                caller.publish("/service/bad", "1"));
        assertEquals(1, Logs.complaints().size());
        assertTrue(caller.publish("/service/x", "1").contains("'error':'404:x:there is no such service'"));
        assertTrue(caller.publish("/service/choosy", "1").contains("'error':'403::not that'"));
        assertTrue(caller.publish("/service", "1").contains("'error':'400:/service:a service's name is needed'"));
        assertTrue(caller.post("[{'channel':'/service/choosy','data':1}]").contains("'error':'402::unknown client'"));
    }

    @Test
    @Row("B96")
    void shouldServeWhoNeverShookHandsWhereThatIsSaid() {
        server().anonService(true)
                .service(
                        "echo",
                        (poe, message) ->
                                message.respond(message.message().data().orElseThrow()))
                .start(kernel);

        assertEquals(
                "[{'channel':'/service/echo','data':1},{'channel':'/service/echo','successful':true}]",
                caller().post("[{'channel':'/service/echo','data':1}]"));
    }

    @Test
    @Row("B99")
    void shouldLetAServiceAnswerLater() {
        List<Incoming> asked = new ArrayList<>();
        server().service("slow", (poe, message) -> asked.add(message)).start(kernel);
        Caller caller = client();

        assertEquals(
                "[{'channel':'/service/slow','successful':true,'id':'s','clientId':'ID'}]",
                caller.post("[{'channel':'/service/slow','clientId':'ID','data':1,'id':'s'}]"));
        caller.connect();
        asked.get(0).respond("done");
        run();

        assertEquals(
                "[{'channel':'/meta/connect','successful':true},{'channel':'/service/slow','id':'s','data':'done'}]",
                caller.heard());
        caller.disconnect();
        asked.get(0).respond("to nobody");
        run();
        assertEquals("", caller.heard());
    }
}
