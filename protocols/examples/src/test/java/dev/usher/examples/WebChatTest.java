package dev.usher.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.examples.webchat.ChatLimits;
import dev.usher.filters.bayeux.Json;
import dev.usher.simulation.SimulatedClient;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rooms of the web chat, in virtual time. */
class WebChatTest {
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final ChatLimits LIMITS =
            new ChatLimits(3, 3, 2, 2, 4, Duration.ofSeconds(1)); // small, to be reached

    private final Stage stage = new Stage();

    @BeforeEach
    void serve() {
        WebChat chat = new WebChat(LIMITS, PATIENCE);
        HttpServing serving = new HttpServing(chat.server(Stage.PORT), "127.0.0.1", Stage.PORT, stage.out, stage.err);
        chat.begin(stage.simulation.kernel());
        stage.simulation.kernel().create(HttpServing.STATES, serving);
        stage.simulation.runUntilIdle();
    }

    @AfterEach
    void close() {
        stage.close();
    }

    private void pass(Duration time) {
        stage.simulation.advance(time);
    }

    private static void assertRefused(String error, Map<String, Object> reply) {
        assertEquals(false, reply.get("successful"), reply.toString());
        assertEquals(error, reply.get("error"));
    }

    @Test
    void shouldTellEachWhatTheOthersSay() {
        // given
        Guest otter = Guest.in(stage, "Otter", "foyer");
        Guest heron = Guest.in(stage, "Heron", "foyer");
        Guest elsewhere = Guest.in(stage, "Moth", "balcony");

        // when
        otter.say("foyer", 1, "hello");
        heron.say("foyer", 1, "good evening");

        // then
        List<String> talk = List.of("Otter: hello", "Heron: good evening");
        assertEquals(talk, otter.sayings());
        assertEquals(talk, heron.sayings());
        assertEquals(List.of(), elsewhere.sayings());
    }

    @Test
    void shouldSayWhoComesAndGoes() {
        // given
        Guest otter = Guest.in(stage, "Otter", "foyer");
        Guest heron = Guest.in(stage, "Heron", "foyer");

        // when one comes
        List<String> heard = otter.hear();

        // then it is told, and the one who came has all names
        assertTrue(
                heard.get(0).matches("/room/foyer \\{\"joined\":\\{\"id\":\"\\w+\",\"nick\":\"Heron\"}}"),
                heard.toString());
        Map<String, Object> view = Guest.data(joinAgain(heron, "foyer"), "/service/join");
        assertEquals(2, ((List<?>) view.get("people")).size(), view.toString());

        // when that one leaves
        heron.ask(Map.of("channel", "/meta/unsubscribe", "subscription", "/room/foyer"));

        // then
        heard = otter.hear();
        assertTrue(heard.get(0).contains("\"left\"") && heard.get(0).contains("Heron"), heard.toString());
        assertRefused("403::Join the room 'foyer' first", heron.say("foyer", 1, "am I still here?"));
    }

    private static List<String> joinAgain(Guest guest, String room) {
        guest.join(room, 0, 0);
        return guest.hear();
    }

    @Test
    void shouldSayThatOneHasVanishedOnceItsTimeIsOver() {
        // given
        Guest otter = Guest.in(stage, "Otter", "foyer");
        Guest heron = Guest.in(stage, "Heron", "foyer");
        otter.hear();

        // when
        heron.vanish();
        pass(PATIENCE.dividedBy(2));
        List<String> soon = otter.hear();
        pass(PATIENCE.dividedBy(2));
        List<String> late = otter.hear();

        // then
        assertEquals(
                List.of(), soon.stream().filter(line -> line.contains("left")).toList());
        assertTrue(
                late.stream().anyMatch(line -> line.contains("\"left\"") && line.contains("Heron")), late.toString());
        assertEquals(
                true, new Guest(stage).enter("Heron", "another-token-entirely").get("successful"));
    }

    @Test
    void shouldGiveHistoryToWhoJoinsAndSayWhatIsKeptNoMore() {
        // given a room that keeps three
        Guest otter = Guest.in(stage, "Otter", "foyer");
        IntStream.rangeClosed(1, 4).forEach(n -> otter.say("foyer", n, "line " + n));

        // when one joins who knows nothing, and one who knows some
        Guest heron = new Guest(stage);
        heron.enter("Heron", Guest.token("Heron"));
        heron.join("foyer", 0, 0);
        Map<String, Object> fresh = Guest.data(heron.hear(), "/service/join");
        long epoch = ((Number) fresh.get("epoch")).longValue();
        heron.join("foyer", epoch, 3);
        Map<String, Object> later = Guest.data(heron.hear(), "/service/join");
        pass(Duration.ofSeconds(2));
        otter.say("foyer", 5, "line 5");
        heron.join("foyer", epoch, 1);
        Map<String, Object> gap = Guest.data(heron.hear(), "/service/join");

        // then
        assertEquals(List.of("line 2", "line 3", "line 4"), texts(fresh));
        assertEquals(false, fresh.get("missed"));
        assertEquals(List.of("line 4"), texts(later));
        assertEquals(false, later.get("missed"));
        assertEquals(List.of("line 3", "line 4", "line 5"), texts(gap));
        assertEquals(true, gap.get("missed"));
    }

    private static List<?> texts(Map<String, Object> view) {
        return ((List<?>) view.get("sayings"))
                .stream().map(saying -> ((Map<?, ?>) saying).get("text")).toList();
    }

    @Test
    void shouldMissNothingAndTellNothingTwiceBetweenHistoryAndChannel() {
        // given
        Guest otter = Guest.in(stage, "Otter", "foyer");
        otter.say("foyer", 1, "before");

        // when all is asked in one batch
        Guest heron = new Guest(stage);
        heron.batch(List.of(
                Guest.service("enter", Map.of("nick", "Heron", "token", Guest.token("Heron"))),
                Guest.service("join", Map.of("room", "foyer")),
                Guest.subscription("/room/foyer"),
                Guest.service("say", Map.of("room", "foyer", "n", 1, "text", "at once"))));
        otter.say("foyer", 2, "after");

        // then
        List<String> heard = heron.hear();
        assertEquals(List.of("before"), texts(Guest.data(heard, "/service/join")));
        assertEquals(2, heard.stream().filter(line -> line.contains("\"said\"")).count(), heard.toString());
        assertEquals(List.of("Otter: before", "Heron: at once", "Otter: after"), otter.sayings());
    }

    @Test
    void shouldTakeWhatIsSentTwiceOnce() {
        // given
        Guest otter = Guest.in(stage, "Otter", "foyer");
        Guest heron = Guest.in(stage, "Heron", "foyer");

        // when
        otter.say("foyer", 1, "once");
        Map<String, Object> again = otter.say("foyer", 1, "once");

        // then
        assertEquals(true, again.get("successful"));
        assertEquals(List.of("Otter: once"), heron.sayings());
    }

    @Test
    void shouldKnowWhoComesBackByAnotherClient() {
        // given one whose reply was lost, and who was forgotten
        Guest otter = Guest.in(stage, "Otter", "foyer");
        otter.say("foyer", 7, "did you get this?");
        otter.vanish();
        pass(PATIENCE);
        Guest back = new Guest(stage);

        // when
        back.enter("Otter", Guest.token("Otter"), "foyer");
        back.join("foyer", 0, 0);
        back.say("foyer", 7, "did you get this?");
        back.say("foyer", 8, "and this");

        // then
        assertEquals(7, Guest.data(back.hear(), "/service/enter").get("last"));
        Guest late = Guest.in(stage, "Moth", "foyer");
        late.join("foyer", 0, 0);
        assertEquals(List.of("did you get this?", "and this"), texts(Guest.data(late.hear(), "/service/join")));
    }

    @Test
    void shouldLetAPageTakeThePlaceOfItselfWithoutAWord() {
        // given
        Guest heron = Guest.in(stage, "Heron", "foyer");
        Guest otter = Guest.in(stage, "Otter", "foyer");
        otter.join("balcony", 0, 0);
        heron.hear();

        // when it is loaded again, and wants only one of its rooms
        Guest again = new Guest(stage);
        again.enter("Otter", Guest.token("Otter"), "foyer");
        again.join("foyer", 0, 0);

        // then nobody in that room has noticed, and the old one is nobody
        assertEquals(
                List.of(),
                heron.hear().stream().filter(line -> line.startsWith("/room")).toList());
        assertTrue(otter.say("foyer", 1, "who am I?").get("error").toString().startsWith("402"));
        Guest moth = new Guest(stage);
        moth.enter("Moth", Guest.token("Moth"));
        moth.join("balcony", 0, 0);
        assertEquals(1, ((List<?>) Guest.data(moth.hear(), "/service/join").get("people")).size());
    }

    @Test
    void shouldRefuseWhatOnlyTheKeeperMaySay() {
        // given
        Guest otter = Guest.in(stage, "Otter", "foyer");
        Guest heron = Guest.in(stage, "Heron", "balcony");
        Map<String, Object> forged = Map.of("said", Map.of("number", 1, "nick", "Otter", "text", "forged"));

        // when
        Map<String, Object> own = heron.ask(Map.of("channel", "/room/balcony", "data", forged));
        Map<String, Object> others = heron.ask(Map.of("channel", "/room/foyer", "data", forged));
        Map<String, Object> list = heron.ask(Map.of("channel", "/rooms", "data", List.of()));
        Map<String, Object> listen = heron.ask(Guest.subscription("/room/foyer"));
        Map<String, Object> all = heron.ask(Guest.subscription("/room/*"));
        Map<String, Object> everything = heron.ask(Guest.subscription("/**"));
        Map<String, Object> said = heron.say("foyer", 1, "not being there");

        // then
        assertRefused("403:/room/balcony:publish is not allowed", own);
        assertRefused("403:/room/foyer:publish is not allowed", others);
        assertRefused("403:/rooms:publish is not allowed", list);
        assertRefused("403:/room/foyer:subscribe is not allowed", listen);
        assertRefused("403:/room/*:create is not allowed", all);
        assertRefused("403:/**:create is not allowed", everything);
        assertRefused("403::Join the room 'foyer' first", said);
        assertEquals(List.of(), otter.sayings());
    }

    @Test
    void shouldStampNameAndTime() {
        // given
        Guest otter = Guest.in(stage, "Otter", "foyer");

        // when a page says more than it is asked for
        otter.ask(Guest.service(
                "say", Map.of("room", "foyer", "n", 1, "text", "hello", "nick", "Heron", "time", 1, "by", "somebody")));

        // then
        Map<?, ?> said = (Map<?, ?>) Guest.data(otter.hear(), "/room/foyer").get("said");
        assertEquals("Otter", said.get("nick"));
        assertEquals(
                stage.simulation.kernel().clock().wallTime().toEpochMilli(), ((Number) said.get("time")).longValue());
    }

    @Test
    void shouldRefuseWhoSaysMuchAndTellForHowLong() {
        // given one who may say four things at once
        Guest otter = Guest.in(stage, "Otter", "foyer");
        IntStream.rangeClosed(1, 4).forEach(n -> otter.say("foyer", n, "line " + n));

        // when
        Map<String, Object> fifth = otter.say("foyer", 5, "line 5");
        pass(Duration.ofSeconds(1));
        Map<String, Object> later = otter.say("foyer", 5, "line 5");
        Map<String, Object> sixth = otter.say("foyer", 6, "line 6");

        // then
        assertRefused("429::That was fast: try again in 1 s", fifth);
        assertEquals(true, later.get("successful"));
        assertRefused("429::That was fast: try again in 1 s", sixth);
        assertEquals(5, otter.sayings().size());
    }

    @Test
    void shouldGiveANameToOneOnly() {
        // given
        Guest.in(stage, "Otter", "foyer");
        Guest heron = Guest.in(stage, "Heron", "foyer");

        // when it is another's, in whatever case or form, or one's own
        Map<String, Object> taken = heron.enter("  OTTER ", Guest.token("Heron"));
        Map<String, Object> wide = heron.enter("\uFF2Ftter", Guest.token("Heron"));
        Map<String, Object> own = heron.enter("HERON", Guest.token("Heron"));

        // then
        assertRefused("409::Somebody here is called OTTER already: choose another nickname", taken);
        assertRefused("409::Somebody here is called \uFF2Ftter already: choose another nickname", wide);
        assertEquals(true, own.get("successful"));
    }

    @Test
    void shouldTellARoomOfANewName() {
        // given
        Guest otter = Guest.in(stage, "Otter", "foyer");
        Guest heron = Guest.in(stage, "Heron", "foyer");
        otter.hear();

        // when
        heron.enter("Grey Heron", Guest.token("Heron"));
        heron.say("foyer", 1, "so I am called now");

        // then
        List<String> heard = otter.hear();
        assertTrue(heard.get(0).contains("\"was\":\"Heron\"") && heard.get(0).contains("Grey Heron"), heard.toString());
        assertTrue(heard.get(1).contains("\"nick\":\"Grey Heron\""), heard.toString());
        assertEquals(
                true, new Guest(stage).enter("Heron", "another-token-entirely").get("successful"));
    }

    @Test
    void shouldOpenRoomsAsTheyAreJoinedAndListThem() {
        // given
        Guest otter = Guest.in(stage, "Otter", "foyer");
        otter.ask(Guest.subscription("/rooms"));
        Guest.in(stage, "Heron", "balcony");
        Guest.in(stage, "Moth", "balcony");

        // when
        pass(Duration.ofSeconds(1));

        // then
        List<String> heard = otter.hear();
        assertEquals(
                "/rooms [{\"name\":\"balcony\",\"people\":2},{\"name\":\"foyer\",\"people\":1}]",
                heard.get(heard.size() - 1));
    }

    @Test
    void shouldLetAnEmptyRoomGiveWayButNoOther() {
        // given as many rooms as there may be
        Guest otter = Guest.in(stage, "Otter", "one");
        otter.join("two", 0, 0);
        Guest heron = Guest.in(stage, "Heron", "three");

        // when
        Map<String, Object> third = otter.join("three", 0, 0);
        Map<String, Object> fourth = heron.join("four", 0, 0);
        heron.ask(Map.of("channel", "/meta/unsubscribe", "subscription", "/room/three"));
        Map<String, Object> then = heron.join("four", 0, 0);

        // then
        assertRefused("403::You can be in 2 rooms: leave one first", third);
        assertRefused("403::There are no more rooms: join one of those there are", fourth);
        assertEquals(true, then.get("successful"), then.toString());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"channel":"/service/say","data":{"room":"foyer","n":1,"text":"a"}}       | 401::Enter first, by /service/enter
            {"channel":"/service/join","data":{"room":"foyer"}}                       | 401::Enter first, by /service/enter
            {"channel":"/service/enter"}                                              | 400::/service/enter needs data
            {"channel":"/service/enter","data":null}                                  | 400::/service/enter needs data
            {"channel":"/service/enter","data":"Otter"}                               | 400::This is not what /service/enter takes
            {"channel":"/service/enter","data":{}}                                    | 400::A nickname is needed
            {"channel":"/service/enter","data":{"nick":"Otter"}}                      | 400::A token is needed: 16 to 64 letters, digits, '-' and '_'
            {"channel":"/service/enter","data":{"nick":"Otter","token":"short"}}      | 400::A token is needed: 16 to 64 letters, digits, '-' and '_'
            {"channel":"/service/leave","data":{}}                                    | 404:leave:there is no such service
            """)
    void shouldSayWhatIsWrongWithAWish(String message, String error) {
        Guest guest = new Guest(stage);

        assertRefused(error, guest.ask(map(message)));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(String json) {
        return (Map<String, Object>) Json.parse(json).value();
    }

    @Test
    void shouldRememberOnlySomeOfThoseWhoHaveGone() {
        // given three who go, where two are remembered
        for (String nick : List.of("one", "two", "three")) {
            Guest guest = Guest.in(stage, nick, "foyer");
            guest.say("foyer", 9, "I was here");
            guest.ask(Map.of("channel", "/meta/disconnect"));
        }

        // when
        Guest one = new Guest(stage);
        one.enter("one", Guest.token("one"));
        Guest three = new Guest(stage);
        three.enter("three", Guest.token("three"));

        // then
        assertEquals(0, Guest.data(one.hear(), "/service/enter").get("last"));
        assertEquals(9, Guest.data(three.hear(), "/service/enter").get("last"));
    }

    @Test
    void shouldServeThePageAndWhatBelongsToIt() {
        // given
        SimulatedClient client = stage.client();

        // when
        String page = get(client, "/", "");
        String script = get(client, "/bayeux.js", "");
        String tag = script.replaceAll("(?s).*ETag: (\\S+).*", "$1");

        // then
        assertTrue(page.startsWith("HTTP/1.1 200"), page);
        assertTrue(
                page.contains("Content-Security-Policy: default-src 'none'; script-src 'self'; style-src 'self'"),
                page);
        assertFalse(page.contains("unsafe-inline"));
        assertFalse(
                page.replaceAll("https://www.w3.org/2000/svg", "").contains("https://"),
                "it loads nothing from elsewhere");
        assertTrue(script.contains("Content-Type: text/javascript; charset=utf-8\n"), script);
        assertTrue(get(client, "/bayeux.js", "If-None-Match: " + tag + "\r\n").startsWith("HTTP/1.1 304"));
        assertTrue(get(client, "/pages/web-chat/chat.js", "").startsWith("HTTP/1.1 404"));
    }

    private String get(SimulatedClient client, String path, String fields) {
        return stage.ask(client, "GET " + path + " HTTP/1.1\r\nHost: a\r\n" + fields + "\r\n");
    }

    @Test
    void shouldEndWhenItIsTold() {
        Guest.in(stage, "Otter", "foyer");

        stage.signal("TERM");
        pass(Duration.ofSeconds(6));

        assertEquals(0, stage.sessions());
        assertEquals("", stage.complained());
    }
}
