package dev.usher.component.bayeux;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.usher.component.Row;
import dev.usher.filters.http.HttpDate;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class CookiesTest extends BayeuxCase {

    private Cookies cookies(String uri) {
        BayeuxClient definition = BayeuxClient.to(uri).cookie("mine", "1").build();
        return new Cookies(definition.start(kernel), definition);
    }

    @Test
    @Row("BC10")
    void shouldSendWhatWasSetLast() {
        Cookies cookies = cookies("http://www.server.example/cometd");

        assertEquals("mine=1", cookies.line());
        cookies.set("a=b=c; Path=/; HttpOnly");
        cookies.set(" d = \"e\" ; SameSite=Lax");
        cookies.set("mine=2");
        cookies.set("no cookie");
        cookies.set("=nor this");
        assertEquals("mine=2; a=b=c; d=\"e\"", cookies.line());
    }

    @Test
    @Row("BC10")
    void shouldForgetWhatIsOver() {
        Cookies cookies = cookies("http://server.example/cometd");
        String past = HttpDate.format(kernel.clock().wallTime().minusSeconds(1));
        String soon = HttpDate.format(kernel.clock().wallTime().plusSeconds(10));

        cookies.set("mine=1; Max-Age=0");
        cookies.set("a=1; Max-Age=5");
        cookies.set("b=1; Expires=" + soon);
        cookies.set("c=1; Max-Age=60; Expires=" + past);
        cookies.set("d=1; Expires=" + past);
        cookies.set("e=1; Max-Age=soon; Expires=never");
        assertEquals("a=1; b=1; c=1; e=1", cookies.line());
        simulation.advance(Duration.ofSeconds(6));
        assertEquals("b=1; c=1; e=1", cookies.line());
        simulation.advance(Duration.ofSeconds(6));
        assertEquals("c=1; e=1", cookies.line());
    }

    @Test
    @Row("BC10")
    void shouldKeepOnlyWhatIsForItsServerAndPath() {
        Cookies plain = cookies("http://www.server.example/cometd/x?y");
        plain.set("a=1; Domain=server.example");
        plain.set("b=1; Domain=.WWW.server.example");
        plain.set("c=1; Domain=example.org");
        plain.set("d=1; Domain=ver.example");
        plain.set("e=1; Path=/cometd");
        plain.set("f=1; Path=/come");
        plain.set("g=1; Path=/cometd/x/y");
        plain.set("h=1; Secure");
        assertEquals("mine=1; a=1; b=1; e=1", plain.line());

        Cookies secure = cookies("https://127.0.0.1/cometd");
        secure.set("a=1; Secure");
        secure.set("b=1; Domain=0.0.1");
        assertEquals("mine=1; a=1", secure.line());
    }
}
