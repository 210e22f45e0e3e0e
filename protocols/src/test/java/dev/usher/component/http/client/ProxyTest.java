package dev.usher.component.http.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.kernel.Event;
import dev.usher.kernel.PostbackArgs;
import dev.usher.kernel.States;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProxyTest extends HttpClientCase {
    private static HttpClientBuilder proxied() {
        return client().proxy("http://127.0.0.1:8080").proxyHeader("Proxy-Authorization", "Basic cA==");
    }

    @Test
    void shouldTellAProxyTheWholeUriAndUseItsConnectionForEveryHost() {
        listen();
        proxied().start(kernel);

        ask(ClientRequest.get("http://one.example/a?b"));
        assertEquals(
                "GET http://one.example/a?b HTTP/1.1\r\nHost: one.example\r\nUser-Agent: Usher\r\n"
                        + "Proxy-Authorization: Basic cA==\r\n\r\n",
                peer().heard());
        peer().say(ok("1"));
        ask(ClientRequest.get("http://two.example/"));
        peer().say(ok("2"));

        assertEquals(1, peers.size());
        assertLog("200 OK [1]", "200 OK [2]");
    }

    @Test
    void shouldAskDirectlyWhereNoProxyIsWanted() {
        listen(8081);
        proxied().noProxy(".local.example", "127.0.0.1").start(kernel);

        ask(ClientRequest.get("http://127.0.0.1:8081/"));

        String heard = peer().heard();
        assertTrue(heard.startsWith("GET / HTTP/1.1\r\n"), heard);
        assertFalse(heard.contains("Proxy-"), heard);
        Proxy proxy = new Proxy(null, null, java.util.List.of(".local.example"));
        assertFalse(proxy.isFor(HttpUri.of("http://a.local.example/")));
        assertFalse(proxy.isFor(HttpUri.of("http://LOCAL.example/")));
        assertTrue(proxy.isFor(HttpUri.of("http://notlocal.example/")));
    }

    @Test
    void shouldGoThroughAProxyByConnectAndTellTheServerNothingOfIt() {
        listen();
        proxied().start(kernel);

        ask(ClientRequest.get("http://one.example/a").tunnel());
        assertEquals(
                "CONNECT one.example:80 HTTP/1.1\r\nHost: one.example:80\r\nProxy-Authorization: Basic cA==\r\n\r\n",
                peer().heard());
        peer().say("HTTP/1.1 200 Connection established\r\n\r\n");
        assertEquals("GET /a HTTP/1.1\r\nHost: one.example\r\nUser-Agent: Usher\r\n\r\n", peer().heard());
        peer().say(ok("1"));
        ask(ClientRequest.get("http://one.example/b").tunnel());
        assertTrue(peer().heard().startsWith("GET /b "));
        ask(ClientRequest.get("http://two.example/c").tunnel());

        assertLog("200 OK [1]");
        assertTrue(peer().heard().startsWith("CONNECT two.example:80 "));
    }

    @Test
    void shouldFailWhenTheProxyRefuses() {
        listen();
        proxied().start(kernel);
        ask(ClientRequest.get("http://one.example/").tunnel());

        peer().say("HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 4\r\n\r\nnope");

        assertLog("PROXY: one.example port 80 by way of 127.0.0.1:8080: proxy: "
                + "the proxy refuses CONNECT to one.example:80: 407 Proxy Authentication Required");
        assertTrue(peer().ended || peer().gone);
        assertEquals(0, counts().open());
    }

    @Test
    void shouldFailWhenTheProxySaysNothingOrHangsUp() {
        listen();
        proxied().connectTimeout(Duration.ofSeconds(5)).start(kernel);
        ask(ClientRequest.get("http://one.example/").tunnel());
        advance(5.1);
        ask(ClientRequest.get("http://one.example/").tunnel());
        peer().end();

        assertEquals(2, log.size());
        String whom = ": one.example port 80 by way of 127.0.0.1:8080: ";
        assertEquals("TIMEOUT" + whom + "connect: Connection timed out", log.get(0));
        assertEquals("PROXY" + whom + "proxy: the proxy has closed the connection before the way was open", log.get(1));
        assertEquals(0, counts().open());
    }

    private static HttpClientBuilder named() {
        return proxied().maxPerHost(1).carrier(to -> to.alias("line"));
    }

    @Test
    void shouldConnectAgainWhenTheSessionThatConnectsIsKilled() {
        listen();
        named().start(kernel);
        ask(ClientRequest.get("http://one.example/").tunnel());

        kernel.signal(kernel.aliasResolve("line").orElseThrow(), "KILL");
        run();

        assertEquals(2, peers.size());
        assertEquals(1, counts().open());
        assertTrue(peer().heard().startsWith("CONNECT one.example:80 "));
        peer().say("HTTP/1.1 200 OK\r\n\r\n");
        peer().say(ok("x"));
        assertLog("200 OK [x]");
    }

    @Test
    void shouldGiveUpConnectingWhenItIsShutDown() {
        listen();
        named().start(kernel);
        ask(ClientRequest.get("http://one.example/").tunnel());

        kernel.post("ua", HttpClient.SHUTDOWN);
        run();

        assertLog("SHUTDOWN: the client was shut down");
        assertTrue(peer().ended);
        assertTrue(kernel.aliasResolve("line").isEmpty());
        assertTrue(kernel.aliasResolve("ua").isEmpty());
    }

    @Test
    void shouldAnswerAndLeaveNobodyConnectingWhenItIsKilled() {
        listen();
        named().start(kernel);
        Event<PostbackArgs> got = Event.named("got", PostbackArgs.class);
        kernel.create(
                States.of(Object.class)
                        .start((heap, poe) -> kernel.post(
                                "ua",
                                HttpClient.REQUEST,
                                ClientRequest.get("http://one.example/")
                                        .tunnel()
                                        .answer(poe.postbackOnce(got))))
                        .on(
                                got,
                                (heap, poe, arguments) ->
                                        log.add("got " + arguments.given().get(0))),
                new Object());
        ask(ClientRequest.get("http://one.example/").tunnel());

        kernel.signal(kernel.aliasResolve("ua").orElseThrow(), "KILL");
        run();

        assertLog("got SHUTDOWN: the client has ended", "SHUTDOWN: the client has ended");
        assertTrue(kernel.aliasResolve("line").isEmpty());
    }
}
