package dev.usher.component.websocket;

import dev.usher.filters.websocket.Binary;
import dev.usher.filters.websocket.Pong;
import dev.usher.filters.websocket.Text;

/** Messages to be used again for each that is sent. Belongs to the kernel's thread. */
final class Scratch {
    final Text text = new Text();
    final Binary binary = new Binary();
    final Pong pong = new Pong();
}
