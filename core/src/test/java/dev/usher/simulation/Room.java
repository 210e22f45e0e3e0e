package dev.usher.simulation;

import dev.usher.kernel.Event;
import dev.usher.kernel.IoError;
import dev.usher.kernel.PoeUri;
import dev.usher.kernel.States;
import dev.usher.simulation.Ponging.Words;
import dev.usher.wheel.Opened;
import dev.usher.wheel.ReadWrite;
import dev.usher.wheel.SocketFactory;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A room for talking on several kernels: what somebody says is said in each of them. */
final class Room {
    static final int PORT = 7_023;
    static final Event<String> SAY = Event.named("say", String.class);
    private static final Event<Opened> OPENED = Event.named("opened", Opened.class);
    private static final Event<IoError> FAILED = Event.named("failed", IoError.class);
    private static final Event<String> INPUT = Event.named("input", String.class);
    private static final Event<IoError> ERROR = Event.named("error", IoError.class);

    final Map<Long, ReadWrite<String, String>> clients = new HashMap<>();
    private final List<PoeUri> rooms;
    private final String greeting;
    int served;
    SocketFactory listener;

    Room(String greeting, PoeUri... rooms) {
        this.greeting = greeting;
        this.rooms = List.of(rooms);
    }

    static final States<Room> STATES = States.of(Room.class)
            .start((room, poe) -> {
                poe.aliasSet("room");
                room.listener = SocketFactory.listen(PORT)
                        .successEvent(OPENED)
                        .failureEvent(FAILED)
                        .open(poe);
            })
            .on(FAILED, (room, poe, error) -> {
                throw new IllegalStateException(error.toString());
            })
            .on(OPENED, (room, poe, opened) -> {
                ReadWrite<String, String> client = ReadWrite.with(new Words())
                        .inputEvent(INPUT)
                        .errorEvent(ERROR)
                        .open(poe, opened.link());
                room.served++;
                room.clients.put(client.id(), client);
            })
            .on(ERROR, (room, poe, error) -> room.clients.remove(poe.wheelId()).close())
            .on(INPUT, (room, poe, line) -> {
                if (line.equals("close")) {
                    room.listener.close();
                }
                String text = room.greeting + line + " in " + poe.kernel().name();
                room.rooms.forEach(each -> each.post(poe, text));
            })
            .on(SAY, (room, poe, line) -> room.clients.values().forEach(client -> client.put(line)));
}
