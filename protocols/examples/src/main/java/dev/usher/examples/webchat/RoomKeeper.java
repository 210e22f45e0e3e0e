package dev.usher.examples.webchat;

import dev.usher.component.bayeux.Authorizer.Verdict;
import dev.usher.component.bayeux.BayeuxServer;
import dev.usher.component.bayeux.BayeuxServerBuilder;
import dev.usher.component.bayeux.Client;
import dev.usher.component.bayeux.Incoming;
import dev.usher.component.bayeux.Publish;
import dev.usher.component.bayeux.Right;
import dev.usher.component.bayeux.ServerEvent;
import dev.usher.filter.ProtocolException;
import dev.usher.filters.bayeux.BayeuxMessage;
import dev.usher.kernel.Context;
import dev.usher.kernel.Event;
import dev.usher.kernel.Kernel;
import dev.usher.kernel.States;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A session beside a Bayeux server that keeps the rooms: pages ask it by services, it says by channels what has
 * happened. What pages publish themselves is refused, so who says what, and when, is always the keeper's word.
 *
 * <p>All is asked by calls, so that a page's batch that joins a room and subscribes to its channel misses nothing and
 * gets nothing twice.
 */
public final class RoomKeeper {
    private static final String ALIAS = "room_keeper";
    private static final String ROOMS = "/rooms";
    private static final int LISTED = 50;
    private static final int ID_BITS = 40;
    private static final Duration LULL = Duration.ofMillis(250); // in which changes of the list are told together

    private static final Event<Incoming> ENTER = Event.named("enter", Incoming.class);
    private static final Event<Incoming> JOIN = Event.named("join", Incoming.class);
    private static final Event<Incoming> SAY = Event.named("say", Incoming.class);
    private static final Event<ServerEvent> TOLD = Event.named("told", ServerEvent.class);
    private static final Event<Void> LIST = Event.named("list");

    private static final States<RoomKeeper> STATES = States.of(RoomKeeper.class)
            .start(RoomKeeper::start)
            .on(ENTER, (keeper, poe, asked) -> keeper.answer(asked, () -> keeper.enter(poe, asked)))
            .on(JOIN, (keeper, poe, asked) -> keeper.answer(asked, () -> keeper.join(poe, asked)))
            .on(SAY, (keeper, poe, asked) -> keeper.answer(asked, () -> keeper.say(asked)))
            .on(TOLD, RoomKeeper::told)
            .on(LIST, (keeper, poe) -> keeper.publish(ROOMS, keeper.list()));

    /** What a page gets that enters. */
    private record Welcome(String id, String nick, long last, List<Room.Size> rooms) {}

    @FunctionalInterface
    private interface Wish {
        /** Answers what the page gets, or null if the reply says all. */
        Object grant() throws Refusal;
    }

    private final String server;
    private final ChatLimits limits;
    private final GuestBook guests;
    private final Map<String, Room> rooms = new LinkedHashMap<>(); // oldest first
    private Kernel kernel;
    private long epoch; // of the newest room

    /**
     * @param server its alias
     * @param limits how much is kept and taken
     */
    public RoomKeeper(String server, ChatLimits limits) {
        this.server = server;
        this.limits = limits;
        guests = new GuestBook(limits.remembered());
    }

    /**
     * Describes the server that it works with.
     *
     * @return to be mounted; has the keeper's server's alias
     */
    public BayeuxServerBuilder bayeux() {
        return BayeuxServer.define()
                .alias(server)
                .random(() -> kernel.entropy().nextLong())
                .authorize(Room.PREFIX + "*", (client, right, channel, message) -> mayHear(client, right, channel))
                .allow(ROOMS, Right.SUBSCRIBE)
                .service("enter", (poe, asked) -> poe.call(ALIAS, ENTER, asked))
                .service("join", (poe, asked) -> poe.call(ALIAS, JOIN, asked))
                .service("say", (poe, asked) -> poe.call(ALIAS, SAY, asked))
                .callback(event -> kernel.call(ALIAS, TOLD, event));
    }

    /**
     * Starts it, before its server.
     *
     * @param where both shall be
     */
    public void start(Kernel where) {
        kernel = where;
        where.create(STATES, this);
    }

    private void start(Context poe) {
        poe.aliasSet(ALIAS); // which keeps it for as long as anything else is under way
    }

    /** Only who is in a room may hear what is said there; only the keeper may say it. */
    private Verdict mayHear(Client client, Right right, String channel) {
        Visitor visitor = guests.of(client);
        Room room = onChannel(channel);
        boolean may = right != Right.PUBLISH && visitor != null && room != null && visitor.rooms.contains(room);
        return may ? Verdict.GRANT : Verdict.DENY;
    }

    /** The room of a channel, or null; a pattern has none. */
    private Room onChannel(String channel) {
        return channel.startsWith(Room.PREFIX) ? rooms.get(channel.substring(Room.PREFIX.length())) : null;
    }

    private void answer(Incoming asked, Wish wish) {
        try {
            Object data = wish.grant();
            if (data != null) {
                asked.respond(data);
            }
        } catch (Refusal refused) {
            asked.error(refused.code(), refused.getMessage());
        } catch (ProtocolException e) {
            asked.error(400, "This is not what /service/" + asked.message().method() + " takes");
        }
    }

    private static <T> T data(Incoming asked, Class<T> type) throws Refusal {
        T data = asked.message().data().isEmpty()
                ? null
                : asked.message().data().get().as(type);
        if (data == null) {
            throw new Refusal(400, "/service/" + asked.message().method() + " needs data");
        }
        return data;
    }

    private Visitor visitor(Incoming asked) throws Refusal {
        Visitor visitor = guests.of(asked.client());
        if (visitor == null) {
            throw new Refusal(401, "Enter first, by /service/enter");
        }
        return visitor;
    }

    // ---- entering

    private Welcome enter(Context poe, Incoming asked) throws Refusal {
        Enter wanted = data(asked, Enter.class);
        String nick = Names.nick(wanted.nick());
        String token = Names.token(wanted.token());
        Visitor visitor = guests.known(token);
        Visitor before = guests.of(asked.client());
        if (before != null && before != visitor) {
            throw new Refusal(409, "You have entered already, with another token");
        }
        if (!guests.isFree(nick, visitor)) {
            throw new Refusal(409, "Somebody here is called " + nick + " already: choose another nickname");
        }
        if (visitor == null) {
            visitor = newcomer(token);
        }
        String was = visitor.nick;
        Client old = guests.enters(visitor, asked.client(), nick);
        if (old != null && old != asked.client()) {
            takePlace(poe, visitor, old, wanted);
        }
        if (old != null && !was.equals(nick)) {
            for (Room room : visitor.rooms) {
                publish(room.channel(), Map.of("renamed", visitor.person(), "was", was));
            }
        }
        return new Welcome(visitor.id, nick, visitor.last, list());
    }

    private Visitor newcomer(String token) {
        String id = Long.toString(kernel.entropy().nextLong() >>> Long.SIZE - ID_BITS, Character.MAX_RADIX);
        Allowance allowance = new Allowance(
                limits.burst(), limits.pace().toNanos(), kernel.clock().nanoTime());
        return new Visitor(id, token, allowance);
    }

    /** The same page has come by a new client, or a copy of it has: the old one must not come back by itself. */
    private void takePlace(Context poe, Visitor visitor, Client old, Enter wanted) {
        old.push(BayeuxMessage.on("/service/replaced").data(true).build());
        old.disconnect();
        List<String> wantedRooms = wanted.rooms() == null ? List.of() : wanted.rooms();
        for (Room room : List.copyOf(visitor.rooms)) {
            if (!wantedRooms.contains(room.name)) {
                leave(poe, visitor, room);
            }
        }
    }

    // ---- rooms

    private Room.View join(Context poe, Incoming asked) throws Refusal {
        Visitor visitor = visitor(asked);
        Join wanted = data(asked, Join.class);
        String name = Names.room(wanted.room());
        Room known = rooms.get(name);
        if (visitor.rooms.size() >= limits.roomsEach() && !visitor.rooms.contains(known)) {
            throw new Refusal(403, "You can be in " + limits.roomsEach() + " rooms: leave one first");
        }
        Room room = known == null ? newRoom(name) : known;
        if (room.joins(visitor)) {
            publish(room.channel(), Map.of("joined", visitor.person()));
            listChanges(poe);
        }
        return room.view(wanted);
    }

    /** An empty one may have to give way for it. */
    private Room newRoom(String name) throws Refusal {
        if (rooms.size() >= limits.rooms()) {
            Room empty = rooms.values().stream()
                    .filter(Room::isEmpty)
                    .findFirst()
                    .orElseThrow(() -> new Refusal(403, "There are no more rooms: join one of those there are"));
            rooms.remove(empty.name);
        }
        epoch = Math.max(epoch + 1, kernel.clock().wallTime().toEpochMilli());
        Room room = new Room(name, epoch, limits.history());
        rooms.put(name, room);
        return room;
    }

    private void leave(Context poe, Visitor visitor, Room room) {
        if (room.leaves(visitor)) {
            publish(room.channel(), Map.of("left", visitor.person()));
            listChanges(poe);
        }
    }

    // ---- saying

    private Object say(Incoming asked) throws Refusal {
        Visitor visitor = visitor(asked);
        Say wanted = data(asked, Say.class);
        Room room = wanted.room() == null ? null : rooms.get(wanted.room());
        if (room == null || !visitor.rooms.contains(room)) {
            throw new Refusal(403, "Join the room '" + wanted.room() + "' first");
        }
        if (wanted.n() <= visitor.last) {
            return null; // it was said: only the reply was lost
        }
        String text = Names.text(wanted.text());
        long waitNs = visitor.allowance.take(kernel.clock().nanoTime());
        if (waitNs > 0) {
            long seconds = Duration.ofNanos(waitNs).plusMillis(999).toSeconds();
            throw new Refusal(429, "That was fast: try again in " + seconds + " s");
        }
        visitor.last = wanted.n();
        long time = kernel.clock().wallTime().toEpochMilli();
        publish(room.channel(), Map.of("said", room.said(visitor, wanted, text, time)));
        return null;
    }

    // ---- who has gone

    /** A client that vanishes has its subscriptions ended first. */
    private void told(Context poe, ServerEvent event) {
        Visitor visitor = guests.of(event.clientId().orElse(""));
        if (visitor == null) {
            return;
        }
        if (event.event().equals("unsubscribe")) {
            Room room = onChannel(event.channel().orElseThrow());
            if (room != null) {
                leave(poe, visitor, room);
            }
        } else if (event.event().equals("client_disconnect")) {
            List.copyOf(visitor.rooms).forEach(room -> leave(poe, visitor, room)); // joined, and never listened to
            guests.leaves(visitor);
        }
    }

    // ---- telling

    private void publish(String channel, Object data) {
        kernel.call(server, BayeuxServer.PUBLISH, new Publish(channel, data, ALIAS));
    }

    private void listChanges(Context poe) {
        if (!poe.alarmIsSet(LIST)) {
            poe.delay(LIST, LULL);
        }
    }

    /** The fullest first. */
    private List<Room.Size> list() {
        List<Room.Size> sizes = new ArrayList<>(rooms.size());
        rooms.values().forEach(room -> sizes.add(room.size()));
        sizes.sort(Comparator.comparing(Room.Size::people).reversed().thenComparing(Room.Size::name));
        return sizes.subList(0, Math.min(LISTED, sizes.size()));
    }
}
