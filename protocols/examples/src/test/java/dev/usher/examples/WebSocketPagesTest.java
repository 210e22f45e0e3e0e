package dev.usher.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The pages of the WebSocket examples, in a browser. */
@Timeout(120)
class WebSocketPagesTest {
    private static final String OPEN = "document.getElementById('status')?.textContent === 'open'";
    private static final String HEARD =
            "[...document.querySelectorAll('#log li')].map(item => item.textContent).join()";

    @TempDir
    private static Path profile;

    private static Browser browser;

    @BeforeAll
    static void start() throws Exception {
        Optional<Path> program = Browser.find();
        assumeTrue(program.isPresent(), "Chromium is not installed: apt-get install chromium");
        browser = Browser.start(program.get(), profile);
    }

    @AfterAll
    static void stop() throws Exception {
        if (browser != null) {
            browser.close();
        }
    }

    private static String say(String text) {
        return "document.getElementById('text').value = '" + text
                + "'; document.getElementById('form').requestSubmit(); 'said'";
    }

    @Test
    void shouldEchoWhatIsTyped() throws Exception {
        try (Live live = new Live(WebSocketEcho.server(0, 1 << 20))) {
            Browser.Tab tab = browser.open(live.at("http"));
            assertEquals("Echo", tab.when(OPEN, "document.title"));

            tab.evaluate(say("hello"));

            assertEquals("hello", tab.when("document.querySelector('#log li')", HEARD));
        }
    }

    @Test
    void shouldShowTheServersTime() throws Exception {
        try (Live live = new Live(WebSocketClock.server(0, Duration.ofMillis(50)))) {
            Browser.Tab tab = browser.open(live.at("http"));

            String ticks = tab.when(
                    "document.getElementById('ticks')?.textContent >= 3",
                    "document.getElementById('time').textContent");

            assertTrue(ticks.matches(".*[0-9]+:[0-9]{2}:[0-9]{2}.*"), ticks);
        }
    }

    @Test
    void shouldTellAllPagesWhatOneSays() throws Exception {
        try (Live live = new Live(WebSocketBroadcast.server(0, "same"))) {
            Browser.Tab one = browser.open(live.at("http"));
            Browser.Tab other = browser.open(live.at("http"));
            one.when(OPEN, "''");
            other.when(OPEN, "''");

            one.evaluate(say("to all"));
            other.when("document.querySelectorAll('#log li').length === 1", "''");
            other.evaluate("document.getElementById('text').value = 'abc';"
                    + " document.getElementById('bytes').click(); 'clicked'");

            for (Browser.Tab tab : new Browser.Tab[] {one, other}) {
                assertEquals(
                        "to all,3 bytes: abc", tab.when("document.querySelectorAll('#log li').length === 2", HEARD));
            }
        }
    }

    @Test
    void shouldLetNoPageOfAnotherOriginConnect() throws Exception {
        try (Live live = new Live(WebSocketBroadcast.server(0, "http://example.com"))) {
            Browser.Tab tab = browser.open(live.at("http"));

            assertEquals(
                    "closed with 1006",
                    tab.when(
                            "document.getElementById('status')?.textContent.startsWith('closed')",
                            "document.getElementById('status').textContent"));
        }
    }

    /** What whoever cannot see the page, or has no mouse, needs of it. */
    @Test
    void shouldNameWhatIsOnThePages() throws Exception {
        try (Live live = new Live(WebSocketBroadcast.server(0, "same"))) {
            Browser.Tab tab = browser.open(live.at("http"));
            tab.when(OPEN, "''");

            assertEquals("en", tab.evaluate("document.documentElement.lang"));
            assertEquals("Message", tab.evaluate("document.getElementById('text').labels[0].textContent.trim()"));
            assertEquals("polite", tab.evaluate("document.getElementById('log').getAttribute('aria-live')"));
            assertEquals(
                    "What was said",
                    tab.evaluate("document.getElementById("
                            + "document.getElementById('log').getAttribute('aria-labelledby')).textContent"));
            assertEquals("text", tab.evaluate("document.activeElement.id"));
        }
    }
}
