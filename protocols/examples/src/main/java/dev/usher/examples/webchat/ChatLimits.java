package dev.usher.examples.webchat;

import java.time.Duration;

/**
 * How much is kept, and taken from each. Immutable.
 *
 * @param history sayings that a room keeps
 * @param rooms in all; beyond them an empty one gives way
 * @param roomsEach that one visitor may be in
 * @param remembered visitors who are known again when they come back
 * @param burst sayings that may come at once
 * @param pace time in which one more may
 */
public record ChatLimits(int history, int rooms, int roomsEach, int remembered, int burst, Duration pace) {

    /** What holds unless said. */
    public static final ChatLimits DEFAULT = new ChatLimits(100, 100, 20, 10_000, 20, Duration.ofSeconds(1));

    /**
     * @param sayings that a room keeps
     * @return with it
     */
    public ChatLimits withHistory(int sayings) {
        return new ChatLimits(sayings, rooms, roomsEach, remembered, burst, pace);
    }
}
