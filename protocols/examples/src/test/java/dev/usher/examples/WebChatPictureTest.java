package dev.usher.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.usher.examples.webchat.ChatLimits;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The picture of the web chat that the READMEs show. With {@code -Dusher.picture.write=true} it is made again; what it
 * looks like depends on the machine's fonts (it has been made with Inter).
 */
@Timeout(120)
class WebChatPictureTest {
    private static final Path PICTURE = Path.of("web-chat.png");
    private static final int WIDTH = 1280;
    private static final int HEIGHT = 760;
    private static final int MOST_BYTES = 200 * 1024;

    @TempDir
    private Path profile;

    @Test
    void shouldShowWhatThePageLooksLike() throws Exception {
        Optional<Path> program = Browser.find();
        assumeTrue(program.isPresent(), "Chromium is not installed: apt-get install chromium");
        WebChat chat = new WebChat(ChatLimits.DEFAULT, Duration.ofMinutes(1));
        try (Live live = new Live(chat.server(0), chat::begin);
                Browser browser = Browser.start(program.get(), profile)) {
            // given an evening
            ChatTab otter = ChatTab.in(browser, live.at("http"), "Otter");
            ChatTab heron = ChatTab.in(browser, live.at("http"), "Grey Heron");
            ChatTab moth = ChatTab.in(browser, live.at("http"), "Moth");
            moth.join("balcony");
            heron.join("balcony");
            otter.join("stage-door");
            moth.say("the view from up here!");
            moth.sayingsTo("the view from up here!");
            otter.show("foyer");
            heron.show("foyer");
            moth.show("foyer");
            heron.say("Good evening! Is the third row still free?");
            otter.sayingsTo("Good evening! Is the third row still free?");
            otter.say("It is. Two seats, left of the aisle.");
            moth.sayingsTo("It is. Two seats, left of the aisle.");
            moth.say("Keep one for me, my train stood in a tunnel for ten minutes");
            heron.sayingsTo("Keep one for me, my train stood in a tunnel for ten minutes");
            moth.say("and nothing of this was lost, or came twice");
            heron.sayingsTo("and nothing of this was lost, or came twice");
            heron.join("stage-door");
            heron.say("who has the programme?");
            heron.show("foyer");
            otter.say("Then come in quietly: the curtain is about to rise.");
            otter.sayingsTo("Then come in quietly: the curtain is about to rise.");

            // when
            otter.tab.ask("Page.bringToFront", Map.of());
            otter.tab.size(WIDTH, HEIGHT, false);
            otter.tab.scheme("light");
            otter.tab.evaluate("document.activeElement.blur(); document.fonts.ready.then(() =>"
                    + " new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done('')))))");
            byte[] picture = otter.tab.screenshot();
            if (Boolean.getBoolean("usher.picture.write")) {
                Files.write(PICTURE, picture);
            }

            // then
            assertEquals(WIDTH + " by " + HEIGHT, sides(picture));
            assertEquals(WIDTH + " by " + HEIGHT, sides(Files.readAllBytes(PICTURE)));
            assertTrue(Files.size(PICTURE) <= MOST_BYTES, PICTURE + " is too large for a README");
        }
    }

    private static String sides(byte[] png) throws Exception {
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(png));
        return image.getWidth() + " by " + image.getHeight();
    }
}
