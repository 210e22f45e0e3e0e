package dev.usher.examples.webchat;

import java.util.List;

/**
 * A page's wish to come in, or to come back, or to be called something else. Immutable.
 *
 * @param nick what its visitor wants to be called
 * @param token which only this page knows: by it a visitor is the same one again
 * @param rooms where the page still wants to be; null for nowhere
 */
record Enter(String nick, String token, List<String> rooms) {}
