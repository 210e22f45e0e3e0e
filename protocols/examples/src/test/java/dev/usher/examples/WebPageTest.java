package dev.usher.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The index page of the web server's example, in a browser. */
@Timeout(120)
class WebPageTest {
    @TempDir
    private Path profile;

    private Browser.Tab tab;

    /** Fetches as the page would. */
    private void assertHas(String path, String wanted) throws Exception {
        assertEquals(
                path + " true",
                tab.evaluate("fetch('" + path + "').then(answer => answer.text()).then(text => '" + path
                        + " ' + text.includes('" + wanted + "'))"));
    }

    @Test
    void shouldShowAllThatTheServerDoes() throws Exception {
        Optional<Path> program = Browser.find();
        assumeTrue(program.isPresent(), "Chromium is not installed: apt-get install chromium");
        try (Live live = new Live(Web.measure(
                        Web.server(0, Path.of("src/main/resources"), Duration.ofSeconds(20)), Web.metrics()));
                Browser browser = Browser.start(program.get(), profile)) {
            tab = browser.open(live.at("http"));

            String told = "document.getElementById('time')?.textContent?.endsWith('Z')";
            String first = tab.when(told, "document.getElementById('time').textContent");
            String next = "document.getElementById('time').textContent !== '" + first + "'";
            assertTrue(tab.when(next, "document.getElementById('time').textContent")
                    .endsWith("Z"));

            tab.evaluate("document.getElementById('echo').click(); 'clicked'");
            String echoed = "document.getElementById('echoed').textContent";
            assertEquals("Hello, echo!", tab.when(echoed + " !== 'nothing yet'", echoed));

            String links = "[...document.querySelectorAll('a')].map(link => link.getAttribute('href')).join()";
            assertEquals(
                    "plaintext,json,hello/World,deferred,stream?lines=10,events,upload,metrics,healthz",
                    tab.evaluate(links));
            assertHas("plaintext", "Hello, World!");
            assertHas("hello/World", "Hello, World!");
            assertHas("deferred", "Hello, World!");
            assertHas("stream?lines=3", "line 3");
            assertHas("static/pages/page.css", "{");
            assertHas("healthz", "ok");
            assertHas("metrics", "http_server_connections ");

            assertEquals(
                    "text: 5 bytes of text/plain, in memory",
                    tab.evaluate("fetch(document.forms[0].action, {method: 'POST',"
                            + " body: new FormData(document.forms[0])}).then(answer => answer.text())"
                            + ".then(text => text.split(String.fromCharCode(10))[0])"));
        }
    }

    @Test
    void shouldShowHowFarAnUploadHasGot() throws Exception {
        Optional<Path> program = Browser.find();
        assumeTrue(program.isPresent(), "Chromium is not installed: apt-get install chromium");
        try (Live live = new Live(Web.server(0, Path.of("src/main/resources"), Duration.ofSeconds(20)));
                Browser browser = Browser.start(program.get(), profile)) {
            tab = browser.open(live.at("http").resolve("upload"));
            String said = "document.getElementById('said').textContent";
            tab.when("document.getElementById('said')", said);

            tab.evaluate("{ window.seen = [];"
                    + " const bar = document.getElementById('bar');"
                    + " new MutationObserver(() => seen.push(bar.value)).observe(bar, {attributes: true});"
                    + " const files = new DataTransfer();"
                    + " files.items.add(new File([new Uint8Array(60000000)], 'zeros'));"
                    + " const input = document.getElementById('file');"
                    + " input.files = files.files;"
                    + " input.dispatchEvent(new Event('change')); }; 'chosen'");

            String told = said + ".replaceAll(String.fromCharCode(34), '')";
            assertEquals("{bytes:60000000,crc32:e206fd30}", tab.when(said + ".startsWith('{')", told));
            assertEquals(
                    "1 true true",
                    tab.evaluate("document.getElementById('bar').value + ' ' + (seen.length > 0) + ' '"
                            + " + seen.every((value, i) => i === 0 || value >= seen[i - 1])"));
        }
    }
}
