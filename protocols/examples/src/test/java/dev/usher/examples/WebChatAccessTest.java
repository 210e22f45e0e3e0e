package dev.usher.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.usher.examples.webchat.ChatLimits;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The page of the web chat for those who have no mouse, do not see it, or hold it in a hand. */
@Timeout(120)
class WebChatAccessTest {
    private static final double STEADY = 0.1; // Core Web Vitals call that a good cumulative layout shift
    private static final Set<String> CONTROLS = Set.of("button", "textbox", "link", "dialog", "log", "region");

    /** Texts whose contrast with what is behind them is below WCAG 2.2's 1.4.3; pictures behind them are left out. */
    private static final String FAINT = """
            (() => {
              const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
              const rgba = colour => {
                canvas.clearRect(0, 0, 1, 1);
                canvas.fillStyle = colour;
                canvas.fillRect(0, 0, 1, 1);
                const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data;
                return [r, g, b, a / 255];
              };
              const over = (top, low) => [0, 1, 2].map(i => top[i] * top[3] + low[i] * (1 - top[3]));
              const behind = element => {
                const own = rgba(getComputedStyle(element).backgroundColor);
                return own[3] === 1 || !element.parentElement
                    ? over(own, [255, 255, 255]) : over(own, behind(element.parentElement));
              };
              const light = ([r, g, b]) => [r, g, b].map(v => v / 255)
                  .map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
                  .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
              const texts = [...document.querySelectorAll('body *')].filter(element => element.checkVisibility(
                      { visibilityProperty: true }) && element.getClientRects().length > 0
                  && [...element.childNodes].some(node => node.nodeType === 3 && node.textContent.trim() !== '')
                  && getComputedStyle(element).clipPath === 'none' && element.tagName !== 'TEXTAREA');
              const faint = texts.filter(element => {
                const low = behind(element);
                const [a, b] = [light(over(rgba(getComputedStyle(element).color), low)), light(low)];
                return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05) < 4.5;
              });
              return texts.length < LEAST ? 'only ' + texts.length + ' texts were found'
                  : faint.map(element => element.tagName + '.' + element.className + ' ' + element.textContent).join();
            })()""";

    @TempDir
    private static Path profile;

    private static Browser browser;
    private Live live;

    @BeforeAll
    static void start() throws Exception {
        Optional<Path> program = Browser.find();
        assumeTrue(program.isPresent(), "Chromium is not installed: apt-get install chromium");
        browser = Browser.start(program.get(), profile);
    }

    @AfterAll
    static void stop() {
        if (browser != null) {
            browser.close();
        }
    }

    @BeforeEach
    void serve() {
        WebChat chat = new WebChat(ChatLimits.DEFAULT, Duration.ofMinutes(1));
        live = new Live(chat.server(0), chat::begin);
    }

    @AfterEach
    void close() {
        live.close();
    }

    @Test
    void shouldNeedNoMouse() throws Exception {
        // given one who has come in by keys alone
        ChatTab chat = ChatTab.in(browser, live.at("http"), "Otter");
        assertEquals("text", chat.focus());

        // when text is sent, with a line begun on the way
        chat.tab.type("one");
        chat.tab.press(Browser.Key.ENTER, true);
        chat.tab.type("two");
        chat.tab.press(Browser.Key.ENTER);
        assertEquals("one\ntwo", chat.sayingsTo("one\\ntwo"));

        // then all can be reached, back to what leads past it, and it is seen where one is
        List<String> stops = new ArrayList<>();
        while (stops.size() < 20 && !stops.contains("Skip to the message field")) {
            chat.tab.press(Browser.Key.TAB, true);
            stops.add(chat.focus());
            assertEquals(
                    "seen",
                    chat.tab.evaluate("getComputedStyle(document.activeElement).outlineStyle === 'none'"
                            + " ? 'not seen: ' + document.activeElement.id : 'seen'"));
        }
        assertEquals(
                List.of(
                        "Messages in foyer",
                        "leave-room",
                        "quit",
                        "rename",
                        "Join this room",
                        "join-room",
                        "foyer",
                        "Skip to the message field"),
                stops);
        chat.tab.press(Browser.Key.ENTER);
        assertEquals("text", chat.focus());
    }

    @Test
    void shouldRenameAndJoinByKeys() throws Exception {
        ChatTab chat = ChatTab.in(browser, live.at("http"), "Otter");

        chat.tab.evaluate("document.getElementById('rename').focus(); ''");
        chat.tab.press(Browser.Key.ENTER);
        assertEquals("new-nick", chat.focus());
        chat.tab.press(Browser.Key.ESCAPE);
        assertEquals("rename", chat.focus());
        chat.tab.press(Browser.Key.ENTER);
        chat.tab.type("Sea Otter");
        chat.tab.press(Browser.Key.ENTER);
        chat.whenText("my-nick", "Sea Otter");
        chat.whenNote("Otter is now called Sea Otter");
        chat.tab.evaluate("document.getElementById('join-room').focus(); ''");
        chat.tab.type("balcony");
        chat.tab.press(Browser.Key.ENTER);
        chat.whenText("room-title", "balcony");

        assertEquals("text", chat.focus());
        assertEquals("Sea Otter", chat.tab.when(ChatTab.IN, "document.querySelector('#people .name').textContent"));
    }

    @Test
    void shouldLeaveTheFocusWhereItIsWhenRoomsChange() throws Exception {
        // given somebody on the button of a room
        ChatTab chat = ChatTab.in(browser, live.at("http"), "Otter");
        chat.tab.evaluate("document.querySelector('#rooms button').focus(); ''");

        // when others come, speak, and open a room before it
        ChatTab other = ChatTab.in(browser, live.at("http"), "Heron");
        other.say("hello");
        chat.sayingsTo("hello");
        other.join("balcony");
        chat.tab.when("document.querySelectorAll('#others button').length === 1", "''");

        // then
        assertEquals("foyer", chat.focus().split(",")[0]);
    }

    @Test
    void shouldHaveANameForAllThatIsReadOut() throws Exception {
        // given
        ChatTab chat = ChatTab.in(browser, live.at("http"), "Otter");
        chat.say("hello");
        chat.sayingsTo("hello");

        // when
        Map<?, ?> answer = chat.tab.ask("Accessibility.getFullAXTree", Map.of());

        // then
        Set<String> named = new TreeSet<>();
        for (Object node : (List<?>) ((Map<?, ?>) answer.get("result")).get("nodes")) {
            String role = value(node, "role");
            if (CONTROLS.contains(role)) {
                assertTrue(!value(node, "name").isBlank() || role.equals("log"), node.toString());
            }
            if (List.of("main", "navigation", "complementary", "log", "status", "textbox", "heading")
                    .contains(role)) {
                named.add(role + " " + value(node, "name"));
            }
        }
        assertEquals(
                new TreeSet<>(Set.of(
                        "main foyer",
                        "navigation Rooms",
                        "complementary Here 1",
                        "log ",
                        "status ",
                        "textbox Message to foyer",
                        "textbox Open or join a room",
                        "heading Usher",
                        "heading Rooms",
                        "heading Here 1",
                        "heading foyer")),
                named);
        assertEquals(
                "polite true",
                chat.tab.when(
                        "document.querySelector('[role=log]').ariaLive === 'polite'",
                        "'polite ' + document.querySelector('#rooms button').ariaCurrent"));
    }

    private static String value(Object node, String what) {
        return ((Map<?, ?>) node).get(what) instanceof Map<?, ?> told && told.get("value") != null
                ? told.get("value").toString()
                : "";
    }

    @ParameterizedTest
    @ValueSource(strings = {"light", "dark"})
    void shouldBeReadableInBothSchemes(String scheme) throws Exception {
        ChatTab chat = ChatTab.at(browser, live.at("http"));
        chat.tab.scheme(scheme);
        assertEquals("", faint(chat, 5));

        chat.tab.type("Otter");
        chat.tab.press(Browser.Key.ENTER);
        chat.tab.when(ChatTab.IN, "''");
        chat.say("hello, see https://example.com/");
        chat.sayingsTo("hello, see https://example.com/");

        assertEquals("", faint(chat, 8));
        assertEquals(
                scheme.equals("dark") ? "rgb(23, 16, 23)" : "rgb(251, 247, 242)",
                chat.tab.evaluate("getComputedStyle(document.body).backgroundColor"));
    }

    private static String faint(ChatTab chat, int least) throws Exception {
        chat.tab.evaluate("Promise.all(document.getAnimations().map(one => one.finished)).then(() => '')");
        return chat.tab.evaluate(FAINT.replace("LEAST", Integer.toString(least)));
    }

    @Test
    void shouldFitAPhone() throws Exception {
        // given
        ChatTab chat = ChatTab.at(browser, live.at("http"));
        chat.tab.size(360, 640, true);
        assertEquals("360", width(chat));
        chat.tab.type("Otter");
        chat.tab.press(Browser.Key.ENTER);
        chat.tab.when(ChatTab.IN, "''");
        chat.say("a-word-that-does-not-end-".repeat(20));
        chat.tab.when("document.querySelector('.log .words')", "''");

        // when the rooms are opened, and left again
        assertEquals("360", width(chat));
        chat.tab.evaluate("document.getElementById('open-side').click(); ''");
        assertEquals("close-side", chat.focus());
        assertEquals("true", chat.tab.evaluate("document.getElementById('open-side').ariaExpanded"));
        assertEquals("360", width(chat));
        assertEquals("", small(chat));
        chat.tab.press(Browser.Key.ESCAPE);

        // then
        assertEquals("open-side", chat.focus());
        assertEquals("", small(chat));
        assertEquals("false", chat.tab.evaluate("String(document.getElementById('conversation').inert)"));
    }

    private static String width(ChatTab chat) throws Exception {
        return chat.tab.evaluate("String(Math.max(document.documentElement.scrollWidth, document.body.scrollWidth,"
                + " ...[...document.querySelectorAll('.scroller, .door, .side')].map(part => part.scrollWidth)))");
    }

    /** What a finger would miss. */
    private static String small(ChatTab chat) throws Exception {
        return chat.tab.evaluate("[...document.querySelectorAll('button, input, textarea')]"
                + ".filter(part => part.checkVisibility({ visibilityProperty: true }))"
                + ".filter(part => part.offsetHeight < 44 || part.offsetWidth < 44).map(part => part.id).join()");
    }

    @Test
    void shouldNotShiftWhatIsSeen() throws Exception {
        // given
        try (Wire wire = new Wire(live.at("http"))) {
            ChatTab chat = ChatTab.in(browser, wire.page(), "Otter");
            chat.tab.evaluate("window.shifts = 0; window.shifted = []; new PerformanceObserver(list =>"
                    + " list.getEntries().filter(entry => !entry.hadRecentInput).forEach(entry => {"
                    + " window.shifts += entry.value; window.shifted.push("
                    + "...entry.sources.map(source => source.node?.id || source.node?.className)); }))"
                    + ".observe({ type: 'layout-shift' }); ''");

            // when
            chat.say("one");
            chat.sayingsTo("one");
            wire.cut();
            chat.whenText("connection-text", "No connection");
            wire.mend();
            chat.whenText("connection-text", "Connected");
            chat.say("two");
            chat.sayingsTo("two");

            // then, two pictures later
            String shifts = chat.tab.evaluate("new Promise(done => requestAnimationFrame(() =>"
                    + " requestAnimationFrame(() => done(window.shifts + ' by ' + window.shifted))))");
            assertTrue(Double.parseDouble(shifts.split(" ")[0]) < STEADY, shifts);
        }
    }
}
