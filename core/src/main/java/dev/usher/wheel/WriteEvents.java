package dev.usher.wheel;

import dev.usher.kernel.Event;
import dev.usher.kernel.IoError;
import dev.usher.kernel.Kernel;

/**
 * Which events a {@link Writing} wheel sends, at which marks and beyond which caps. Immutable, so that all connections
 * of a server share one, unless each keeps its activity.
 */
record WriteEvents(
        Event<IoError> error,
        Event<Void> flushed,
        Event<Void> low,
        Event<Void> high,
        int lowMark,
        int highMark,
        int maxInput,
        int maxOutput,
        Activity activity,
        boolean autoFlush) {

    static WriteEvents none() {
        return new WriteEvents(
                null, null, null, null, 0, Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE, null, false);
    }

    WriteEvents error(Event<IoError> event) {
        return new WriteEvents(event, flushed, low, high, lowMark, highMark, maxInput, maxOutput, activity, autoFlush);
    }

    WriteEvents flushed(Event<Void> event) {
        return new WriteEvents(error, event, low, high, lowMark, highMark, maxInput, maxOutput, activity, autoFlush);
    }

    WriteEvents markEvents(Event<Void> lowEvent, Event<Void> highEvent) {
        return new WriteEvents(
                error, flushed, lowEvent, highEvent, lowMark, highMark, maxInput, maxOutput, activity, autoFlush);
    }

    WriteEvents marks(int newLow, int newHigh) {
        if (newLow <= 0 || newHigh <= newLow) {
            throw new IllegalArgumentException("marks must be more than 0 and the high one above the low one, not low "
                    + newLow + " and high " + newHigh);
        }
        return new WriteEvents(error, flushed, low, high, newLow, newHigh, maxInput, maxOutput, activity, autoFlush);
    }

    WriteEvents maxOutput(int most) {
        return new WriteEvents(error, flushed, low, high, lowMark, highMark, maxInput, most, activity, autoFlush);
    }

    WriteEvents maxInput(int most) {
        return new WriteEvents(error, flushed, low, high, lowMark, highMark, most, maxOutput, activity, autoFlush);
    }

    /** For one wheel alone. */
    WriteEvents activity(Activity own) {
        return new WriteEvents(error, flushed, low, high, lowMark, highMark, maxInput, maxOutput, own, autoFlush);
    }

    WriteEvents autoFlush(boolean on) {
        return new WriteEvents(error, flushed, low, high, lowMark, highMark, maxInput, maxOutput, activity, on);
    }

    void noteRead(int count, Kernel kernel) {
        if (count > 0 && activity != null) {
            activity.read(count, kernel.nowNs());
        }
    }

    void noteWritten(long count, Kernel kernel) {
        if (count > 0 && activity != null) {
            activity.wrote(count, kernel.nowNs());
        }
    }

    /** From here on it waits for the peer. */
    void noteFull(Kernel kernel) {
        if (activity != null) {
            activity.wrote(0, kernel.nowNs());
        }
    }
}
