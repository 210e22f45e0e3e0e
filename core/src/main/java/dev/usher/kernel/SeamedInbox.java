package dev.usher.kernel;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** An inbox of whose letters {@link Seams} are told, and may invent them: named here only where there are any. */
final class SeamedInbox extends Inbox {
    private final Kernel kernel;
    private final Seams seams;
    private final Map<Long, Postback> postbacks = new HashMap<>();
    private final Map<Long, Offloads.Work> works = new HashMap<>();
    private final Map<Long, PidWatches.Awaited> awaited = new HashMap<>();

    static Inbox of(Kernel kernel, Pollers pollers, Seams seams) {
        return new SeamedInbox(kernel, pollers, seams);
    }

    private SeamedInbox(Kernel kernel, Pollers pollers, Seams seams) {
        super(kernel, pollers);
        this.kernel = kernel;
        this.seams = seams;
    }

    @Override
    void put(Mail mail) {
        if (seams.acceptsLetters()) {
            super.put(mail);
        }
    }

    @Override
    void post(Session destination, Event<?> event, Object payload) {
        if (seams.acceptsLetters()) {
            super.post(destination, event, payload);
        }
    }

    @Override
    boolean believed(boolean empty) {
        return !seams.hasLetter(!empty);
    }

    @Override
    void drain() {
        for (int left = count(); ; left--) {
            Mail mail = left > 0 ? take() : null;
            Letter real = mail == null ? null : mail.letter();
            Letter taken = seams.taken(real);
            if (taken == null) {
                return;
            }
            (taken == real ? mail : mail(taken)).run();
        }
    }

    @Override
    void made(Postback postback, long number) {
        remember(postbacks, number, postback);
    }

    @Override
    void begun(Offloads.Work work, long number) {
        remember(works, number, work);
    }

    @Override
    void begun(PidWatches.Awaited process, long number) {
        remember(awaited, number, process);
    }

    /** Only invented letters name by number: real ones have what they are about with them. */
    private <T> void remember(Map<Long, T> made, long number, T each) {
        if (!seams.acceptsLetters()) {
            made.put(number, each);
        }
    }

    /** What a letter says, as mail: what it names by number is what this kernel has made by that number. */
    private Mail mail(Letter letter) {
        long number = letter.number();
        return switch (letter.kind()) {
            case POST -> post(letter);
            case POSTBACK -> found(postbacks, letter).mail((List<?>) letter.value());
            case POSTBACK_CLOSED -> found(postbacks, letter).closing();
            case OFFLOADED -> found(works, letter).done(letter.value());
            case OFFLOAD_FAILED -> found(works, letter).failed((Throwable) letter.value());
            case SIGNAL -> new Mail.Signal(kernel, letter.name());
            case PROCESS_ENDED ->
                new PidWatches.Ended(kernel, found(awaited, letter), number, (Integer) letter.value());
            case STOP -> new Stop(kernel);
        };
    }

    private Mail post(Letter letter) {
        Event<?> event = Event.any(letter.event());
        Object payload = kernel.carried(letter.value());
        if (letter.name().isEmpty()) {
            Session destination = kernel.find(letter.number());
            if (destination != null) {
                return new Mail.PostTo(destination, event, payload);
            }
        }
        return new Mail.Post(kernel, letter.name(), event, payload);
    }

    private static <T> T found(Map<Long, T> made, Letter letter) {
        T found = made.get(letter.number());
        if (found == null) {
            throw new IllegalArgumentException("there is no number " + letter.number() + " for a letter of kind "
                    + letter.kind() + ": this program has not made as many");
        }
        return found;
    }
}
