package dev.usher.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.usher.examples.webchat.ChatLimits;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two browsers that talk to each other by the web chat. */
@Timeout(120)
class WebChatPageTest {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @TempDir
    private static Path profile;

    @TempDir
    private static Path otherProfile;

    private static Browser browser;
    private static Browser otherBrowser;

    @BeforeAll
    static void start() throws Exception {
        Optional<Path> program = Browser.find();
        assumeTrue(program.isPresent(), "Chromium is not installed: apt-get install chromium");
        browser = Browser.start(program.get(), profile);
        otherBrowser = Browser.start(program.get(), otherProfile);
    }

    @AfterAll
    static void stop() {
        for (Browser one : new Browser[] {browser, otherBrowser}) {
            if (one != null) {
                one.close();
            }
        }
    }

    private static Live live(WebChat chat) {
        return new Live(chat.server(0), chat::begin);
    }

    private static WebChat chat(Duration patience) {
        return new WebChat(ChatLimits.DEFAULT, patience);
    }

    private static WebChat chat(String transport) {
        return transport.equals("websocket") ? chat(PATIENCE) : chat(PATIENCE).withoutWebSocket();
    }

    @Test
    @Row("B139")
    void shouldLetTwoBrowsersTalk() throws Exception {
        try (Live live = live(chat(PATIENCE))) {
            // given
            ChatTab otter = ChatTab.in(browser, live.at("http"), "Otter");
            ChatTab heron = ChatTab.in(otherBrowser, live.at("http"), "Heron");
            otter.whenNote("Heron came in");

            // when
            otter.say("Is anybody in?");
            heron.sayingsTo("Is anybody in?");
            heron.say("<b>Third</b> row");

            // then
            String talk = "Is anybody in?|<b>Third</b> row";
            assertEquals(talk, otter.sayingsTo("<b>Third</b> row"));
            assertEquals(talk, heron.sayingsTo("<b>Third</b> row"));
            assertEquals("Heron,Otter", otter.people());
            assertEquals("Heron,Otter", heron.people());
            assertEquals("Connected", otter.tab.evaluate("document.getElementById('connection-text').textContent"));
            assertEquals(
                    "You,Heron",
                    otter.tab.evaluate(
                            "[...document.querySelectorAll('.who strong')].map(who => who.textContent).join()"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"websocket", "long-polling"})
    void shouldShowEachMessageOnceAndInOrderWhenAConnectionIsLost(String transport) throws Exception {
        try (Live live = live(chat(transport));
                Wire wire = new Wire(live.at("http"))) {
            // given
            ChatTab otter = ChatTab.in(browser, live.at("http"), "Otter");
            ChatTab heron = ChatTab.in(otherBrowser, wire.page(), "Heron");
            otter.whenNote("Heron came in");
            heron.say("0");
            heron.sayingsTo("0");

            // when what the server says is lost, then the connection, and both go on
            wire.losesAnswers();
            otter.say("1");
            otter.say("2");
            otter.sayingsTo("2"); // else it might be said behind the next
            heron.say("3");
            otter.sayingsTo("3");
            wire.cut();
            heron.whenState("waiting");
            otter.say("4");
            heron.say("5");
            assertEquals("0", heron.sayings());
            otter.sayingsTo("4");
            wire.mend();
            heron.whenState("online");
            heron.sayingsTo("5");
            otter.say("end");

            // then
            assertEquals("0|1|2|3|4|5|end", heron.sayingsTo("end"));
            assertEquals("0|1|2|3|4|5|end", otter.sayingsTo("end"));
            assertEquals("0", heron.tab.evaluate("String(document.querySelectorAll('.unsent').length)"));
            assertFalse(otter.tab
                    .evaluate("document.getElementById('logs').textContent")
                    .contains("left"));
        }
    }

    @Test
    void shouldCatchUpWhenItWasForgotten() throws Exception {
        try (Live live = live(chat(Duration.ofSeconds(1)));
                Wire wire = new Wire(live.at("http"))) {
            // given one whose connection is lost for so long that the server gives it up
            ChatTab otter = ChatTab.in(browser, live.at("http"), "Otter");
            ChatTab heron = ChatTab.in(otherBrowser, wire.page(), "Heron");
            heron.say("before");
            heron.sayingsTo("before");
            wire.cut();
            otter.whenNote("Heron left");

            // when
            otter.say("meanwhile");
            heron.whenState("waiting");
            heron.say("from afar");
            otter.sayingsTo("meanwhile");
            wire.mend();

            // then
            assertEquals("before|meanwhile|from afar", otter.sayingsTo("from afar"));
            assertEquals("before|meanwhile|from afar", heron.sayingsTo("from afar"));
            otter.whenNote("Heron came in");
            assertEquals("Heron,Otter", heron.people());
        }
    }

    /** As of a phone that has lost its network: nothing is closed, and nothing comes. */
    @Test
    void shouldGiveUpAConnectionOnWhichNothingIsAnswered() throws Exception {
        try (Live live = live(chat(PATIENCE));
                Wire wire = new Wire(live.at("http"))) {
            ChatTab otter = ChatTab.in(browser, live.at("http"), "Otter");
            ChatTab heron = ChatTab.in(otherBrowser, wire.page(), "Heron");

            wire.losesAnswers();
            heron.say("into the void");
            otter.sayingsTo("into the void");
            otter.say("I hear you");
            heron.whenState("waiting");
            wire.mend();

            assertEquals("into the void|I hear you", heron.sayingsTo("I hear you"));
        }
    }

    @Test
    void shouldFallBackToPollingWhereNoWebSocketOpens() throws Exception {
        try (Live live = live(chat(PATIENCE).withoutWebSocket())) {
            ChatTab otter = ChatTab.in(browser, live.at("http"), "Otter");
            ChatTab heron = ChatTab.in(otherBrowser, live.at("http"), "Heron");

            otter.say("slowly");
            heron.say("but surely");

            otter.whenText("connection-text", "Connected by polling");
            assertEquals("2", heron.tab.when("document.querySelectorAll('.log .words').length === 2", "2"));
            assertEquals("2", otter.tab.when("document.querySelectorAll('.log .words').length === 2", "2"));
        }
    }

    @Test
    void shouldKeepItsPlaceWhenItIsLoadedAgain() throws Exception {
        try (Live live = live(chat(PATIENCE))) {
            // given
            ChatTab otter = ChatTab.in(browser, live.at("http"), "Otter");
            ChatTab heron = ChatTab.in(otherBrowser, live.at("http"), "Heron");
            heron.say("one");
            heron.sayingsTo("one");

            // when
            heron.tab.evaluate("location.reload(); ''");
            heron.tab.when("performance.getEntriesByType('navigation')[0].type === 'reload' && " + ChatTab.IN, "''");
            heron.say("two");

            // then
            assertEquals("one|two", heron.sayingsTo("two"));
            assertEquals("one|two", otter.sayingsTo("two"));
            assertEquals("Heron,Otter", otter.people());
            assertFalse(otter.tab
                    .evaluate("document.getElementById('logs').textContent")
                    .contains("left"));
        }
    }

    @Test
    void shouldStopWhereACopyOfItWentOn() throws Exception {
        try (Live live = live(chat(PATIENCE))) {
            // given a window, and what it keeps in another one
            ChatTab first = ChatTab.in(browser, live.at("http"), "Otter");
            String kept = first.tab.evaluate("sessionStorage.getItem('usher-chat')");
            ChatTab copy = ChatTab.at(otherBrowser, live.at("http"));

            // when
            copy.tab.evaluate("sessionStorage.setItem('usher-chat', '" + kept + "'); location.reload(); ''");
            copy.tab.when("performance.getEntriesByType('navigation')[0].type === 'reload' && " + ChatTab.IN, "''");

            // then, and when it is taken back
            first.tab.when("document.getElementById('elsewhere-dialog').open", "''");
            first.whenState("over");
            first.tab.press(Browser.Key.ENTER);
            copy.tab.when("document.getElementById('elsewhere-dialog').open", "''");
            first.whenState("online");
            first.say("here");
            assertEquals("here", first.sayingsTo("here"));
        }
    }

    @Test
    void shouldSayAtTheDoorThatANameIsTaken() throws Exception {
        try (Live live = live(chat(PATIENCE))) {
            ChatTab.in(browser, live.at("http"), "Otter");
            ChatTab other = ChatTab.at(otherBrowser, live.at("http"));

            other.tab.type("otter");
            other.tab.press(Browser.Key.ENTER);
            other.whenText("door-error", "Somebody here is called otter already: choose another nickname");
            assertEquals("nick", other.focus());
            other.tab.type("Heron"); // over the one that is selected
            other.tab.press(Browser.Key.ENTER);

            other.tab.when(ChatTab.IN, "''");
            assertEquals("Heron,Otter", other.people());
        }
    }

    @Test
    void shouldOfferToSendAgainWhatWasRefused() throws Exception {
        ChatLimits slow = new ChatLimits(100, 10, 10, 10, 1, Duration.ofSeconds(1));
        try (Live live = live(new WebChat(slow, PATIENCE))) {
            // given one who says two things in one breath
            ChatTab otter = ChatTab.in(browser, live.at("http"), "Otter");
            otter.tab.evaluate("['1', '2'].forEach(text => { document.getElementById('text').value = text;"
                    + " document.getElementById('composer').requestSubmit(); }); ''");
            otter.tab.when("document.querySelectorAll('.refused').length === 1", "''");
            String refused = otter.tab.evaluate("document.querySelector('.refused .state').textContent");

            // when, until it is not too soon any more
            otter.tab.when(
                    "(document.querySelector('.refused button')?.click(), document.querySelectorAll('.log .words').length === 2)",
                    "''");

            // then
            assertEquals("1|2", otter.sayings());
            assertTrue(refused.startsWith("Not sent. That was fast: try again in 1 s"), refused);
            assertEquals("0", otter.tab.evaluate("String(document.querySelectorAll('.unsent').length)"));
        }
    }

    @Test
    void shouldShowRoomsAndWhatIsUnreadInThem() throws Exception {
        try (Live live = live(chat(PATIENCE))) {
            // given
            ChatTab otter = ChatTab.in(browser, live.at("http"), "Otter");
            ChatTab heron = ChatTab.in(otherBrowser, live.at("http"), "Heron");
            heron.tab.evaluate("document.getElementById('join-room').focus(); ''");
            heron.tab.type("The Balcony!");
            heron.tab.press(Browser.Key.ENTER);
            heron.whenText("room-title", "the-balcony");
            heron.whenText("room-size", "Only you so far");

            // when
            otter.say("anybody left down here?");
            otter.tab.when("document.querySelector('#others [aria-label=\"Join the-balcony, 1 person there\"]')", "''");

            // then
            heron.tab.when("document.querySelector('#rooms [aria-label=\"foyer, 1 unread\"]')", "''");
            assertEquals("(1) the-balcony · Usher", heron.tab.evaluate("document.title"));
            heron.tab.evaluate("document.querySelector('#rooms [aria-label^=foyer]').click(); ''");
            assertEquals("anybody left down here?", heron.sayingsTo("anybody left down here?"));
            assertEquals("foyer", heron.tab.evaluate("document.querySelector('[aria-current=true]').ariaLabel"));
            heron.tab.evaluate("document.getElementById('leave-room').click(); ''");
            otter.whenNote("Heron left");
            heron.whenText("room-title", "the-balcony");
        }
    }
}
