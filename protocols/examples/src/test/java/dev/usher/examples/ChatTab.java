package dev.usher.examples;

import java.net.URI;

/** The web chat in a browser, as somebody uses it who types. */
final class ChatTab {
    static final String IN = "document.querySelector('#text:not(:disabled)')"
            + " && document.querySelector('#people')?.children.length > 0";
    private static final String SAYINGS =
            "[...document.querySelectorAll('.scroller:not([hidden]) .log .words')].map(p => p.textContent).join('|')";

    final Browser.Tab tab;

    private ChatTab(Browser.Tab tab) {
        this.tab = tab;
    }

    /** Opens the page and waits until its scripts run. */
    static ChatTab at(Browser browser, URI page) throws Exception {
        ChatTab chat = new ChatTab(browser.open(page));
        chat.tab.when(
                "document.getElementById('nick') && document.activeElement.id === 'nick'"
                        + " && performance.getEntriesByType('resource').some(entry => entry.name.endsWith('log.js'))"
                        + " && document.readyState === 'complete'",
                "''");
        return chat;
    }

    /** Opens the page and comes in. */
    static ChatTab in(Browser browser, URI page, String nick) throws Exception {
        ChatTab chat = at(browser, page);
        chat.tab.type(nick);
        chat.tab.press(Browser.Key.ENTER);
        chat.tab.when(IN, "''");
        return chat;
    }

    void say(String text) throws Exception {
        tab.evaluate("document.getElementById('text').focus(); ''");
        tab.type(text);
        tab.press(Browser.Key.ENTER);
    }

    /** Goes to a room that may not be there yet. */
    void join(String room) throws Exception {
        tab.evaluate("document.getElementById('join-room').focus(); ''");
        tab.type(room);
        tab.press(Browser.Key.ENTER);
        tab.when(
                "document.getElementById('room-title').textContent === '" + room + "'"
                        + " && document.getElementById('people').children.length > 0",
                "''");
    }

    /** Goes to a room where it is already. */
    void show(String room) throws Exception {
        tab.evaluate("document.querySelector('#rooms [data-room=\"" + room + "\"]').click(); ''");
        whenText("room-title", room);
    }

    /** What was said in the room that is shown, as far as it is there now. */
    String sayings() throws Exception {
        return tab.evaluate(SAYINGS);
    }

    /** The same, once a text is last. */
    String sayingsTo(String last) throws Exception {
        return tab.when("(" + SAYINGS + ").split('|').pop() === '" + last + "'", SAYINGS);
    }

    String whenText(String id, String text) throws Exception {
        return tab.when("document.getElementById('" + id + "').textContent === '" + text + "'", "''");
    }

    void whenState(String state) throws Exception {
        tab.when("document.getElementById('connection').dataset.state === '" + state + "'", "''");
    }

    /** Waits for a note in the log, such as who came. */
    void whenNote(String text) throws Exception {
        tab.when("[...document.querySelectorAll('.note')].some(note => note.textContent === '" + text + "')", "''");
    }

    String people() throws Exception {
        return tab.evaluate("[...document.querySelectorAll('#people .name')].map(name => name.textContent).join()");
    }

    /** What has the focus: by its id, or else its name. */
    String focus() throws Exception {
        return tab.evaluate("document.activeElement.id || document.activeElement.getAttribute('aria-label')"
                + " || document.activeElement.textContent");
    }
}
