package dev.usher.component.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.component.Row;
import dev.usher.filters.LineFilter;
import dev.usher.filters.StreamFilter;
import dev.usher.kernel.Event;
import dev.usher.kernel.IoError;
import dev.usher.kernel.States;
import dev.usher.network.StreamLink;
import dev.usher.simulation.SimulatedClient;
import dev.usher.wheel.Opened;
import dev.usher.wheel.ReadWrite;
import dev.usher.wheel.SocketFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Section G of the checklist: the wheels, as a server's callbacks reach them. */
class WheelApiTest extends ServerCase {
    private static final Event<byte[]> BYTES = Event.named("bytes", byte[].class);
    private final List<TcpConnection<Void, String, String>> heaps = new ArrayList<>();
    private final List<StreamLink> links = new ArrayList<>();

    private TcpServerBuilder<Void, String, String> server() {
        return TcpServer.at(PORT)
                .clientPreConnect((client, poe, link) -> links.add(link))
                .clientConnected((client, poe) -> heaps.add(client))
                .clientInput((client, poe, line) -> {
                    log.add("input " + line);
                    client.put(line);
                })
                .clientFlushed((client, poe) -> log.add("flushed"))
                .clientError((client, poe, error) -> log.add(text(error)))
                .clientDisconnected((client, poe) -> log.add("disconnected"));
    }

    private ReadWrite<String, String> wheel() {
        return heaps.get(heaps.size() - 1).wheel().orElseThrow();
    }

    @Row("T109")
    @Test
    void shouldTellFromPutWhenToStop() {
        server().marks(5, 10, (client, poe) -> {}, (client, poe) -> {})
                .clientInput((client, poe, line) -> {
                    log.add("" + client.put("1234567")); // and its CRLF: 9 bytes
                    log.add("" + client.put(""));
                    poe.yield(TcpServer.SHUTDOWN);
                })
                .start(kernel);

        assertEquals("1234567\r\n\r\n", ask(client(), "x\n"));
        assertLog("false", "true", "flushed", "disconnected");
        assertTrue(heaps.get(0).put("late"));
    }

    @Row("T110")
    @Test
    void shouldSwapEvents() {
        Event<String> other = Event.named("other", String.class);
        Event<IoError> broken = Event.named("broken", IoError.class);
        server().on(other, (client, poe, line) -> log.add("other " + line))
                .on(broken, (client, poe, error) -> {
                    log.add("broken " + error.operation());
                    client.shutdown();
                })
                .start(kernel);
        SimulatedClient client = client();
        wheel().inputEvent(other);
        ask(client, "a\n");
        wheel().inputEvent(null);
        ask(client, "b\n");
        assertLog("other a");

        wheel().inputEvent(other);
        wheel().errorEvent(broken);
        wheel().flushedEvent(TICK);
        wheel().put("x");
        run();
        client.close();
        run();
        assertLog("other a", "other b", "broken read", "disconnected");
    }

    @Row("T110")
    @Test
    void shouldShutDownByTheFlushedEvent() {
        server().start(kernel);
        SimulatedClient client = client();
        wheel().put("bye");
        wheel().flushedEvent(TcpServer.SHUTDOWN);
        run();

        assertEquals("bye\r\n", client.received());
        assertTrue(client.isClosedByPeer());
        assertLog("disconnected");
    }

    @Row("T111")
    @Test
    void shouldHandTrailingBytesToTheNextFilter() {
        server().clientInput((client, poe, line) -> {
                    client.put("switching");
                    client.wheel().orElseThrow().switchTo(new StreamFilter(), BYTES);
                })
                .on(BYTES, (client, poe, bytes) -> log.add(new String(bytes, StandardCharsets.ISO_8859_1)))
                .start(kernel);

        assertEquals("switching\r\n", ask(client(), "switch\r\nraw\nbytes"));
        assertEquals("raw\nbytes", log.get(0));
    }

    @Row("T111")
    @Test
    void shouldKeepWhatWasPutWhenTheOutputFilterChanges() {
        server().clientInput((client, poe, line) -> {
                    client.put("one");
                    client.wheel().orElseThrow().outputFilter(LineFilter.literal("!"));
                    client.put("two");
                    client.wheel().orElseThrow().inputFilter(LineFilter.literal(";"));
                    log.add(line);
                })
                .start(kernel);

        assertEquals("one\r\ntwo!one!two!", ask(client(), "a\nb;"));
        assertLog("a", "b", "flushed");
    }

    @Row("T112")
    @Test
    void shouldTellItsFiltersAndItsLink() {
        server().start(kernel);
        client();
        LineFilter other = LineFilter.literal("!");

        assertSame(wheel().inputFilter(), wheel().outputFilter());
        wheel().outputFilter(other);
        assertSame(other, wheel().outputFilter());
        assertNotEquals(other, wheel().inputFilter());
        assertSame(links.get(0), wheel().link());
    }

    @Row("T113")
    @Test
    void shouldHoldAPeerBackWhileInputIsPaused() {
        int[] lines = {0};
        server().clientInput((client, poe, line) -> {
                    if (++lines[0] == 1) {
                        client.wheel().orElseThrow().pauseInput();
                    }
                })
                .start(kernel);
        SimulatedClient client = client();
        client.send("0123456789abcde\n".repeat(100_000));
        client.close(); // comes into force when all is sent
        advance(60);
        assertEquals(1, lines[0]);
        assertTrue(client.isConnected()); // it is still sending
        wheel().resumeInput();
        run();

        assertEquals(100_000, lines[0]);
        assertFalse(client.isConnected());
        assertLog("read 0", "disconnected");
    }

    @Row("T114")
    @Test
    void shouldCloseOneHalf() {
        server().shutdownOnError(false).start(kernel);
        SimulatedClient client = client();
        wheel().put("last");
        wheel().shutdownOutput();
        run();
        assertEquals("last\r\n", client.received());
        assertTrue(client.isClosedByPeer());
        ask(client, "still\n");
        assertEquals("input still", log.get(1));

        SimulatedClient second = client();
        wheel().shutdownInput();
        assertEquals("", ask(second, "lost\n"));
        wheel().put("heard");
        run();
        assertEquals("heard\r\n", second.received());
        assertFalse(log.contains("input lost"));
    }

    @Row("T115")
    @Test
    void shouldCountWhatWaits() {
        server().start(kernel);
        SimulatedClient client = client();
        client.stopReading();
        wheel().put("x".repeat(65_534));
        wheel().put("y".repeat(98));
        wheel().put("z".repeat(98));
        assertEquals(65_736, wheel().octets());
        assertEquals(3, wheel().outMessages());
        run();
        assertEquals(200, wheel().octets());
        assertTrue(wheel().outMessages() > 0);
        client.resumeReading();
        run();

        assertEquals(0, wheel().octets());
        assertEquals(0, wheel().outMessages());
    }

    @Row("T116")
    @Test
    void shouldTellOfTheMovedMarks() {
        server().marks(10, 1_000_000, (client, poe) -> log.add("low"), (client, poe) -> log.add("high"))
                .clientFlushed((client, poe) -> log.add("flushed"))
                .start(kernel);
        SimulatedClient client = client();
        client.stopReading();
        wheel().highMark(70_000);
        wheel().lowMark(50_000);
        wheel().put("x".repeat(120_000));
        run();
        assertLog("high");
        assertTrue(wheel().octets() > 10);
        client.resumeReading();
        run();

        assertEquals(List.of("high", "low", "flushed"), log);
    }

    @Row("T117")
    @Test
    void shouldHaveAnIdOfItsOwn() {
        long id = server().start(kernel);
        List<Long> ids =
                new ArrayList<>(List.of(listener(id).listener().orElseThrow().id()));
        for (int i = 0; i < 10; i++) {
            SimulatedClient client = client();
            ids.add(wheel().id());
            client.close();
            run();
        }

        assertEquals(11, ids.stream().distinct().count());
    }

    @Row("T118")
    @Test
    void shouldWriteAtOnceWhenAsked() {
        server().clientInput((client, poe, line) -> {
                    client.put(line);
                    int before = client.wheel().orElseThrow().octets();
                    client.wheel().orElseThrow().flush();
                    log.add(before + " " + client.wheel().orElseThrow().octets());
                })
                .start(kernel);

        assertEquals("abc\r\n", ask(client(), "abc\n"));
        assertLog("5 0", "flushed");
    }

    @Row("T119")
    @Test
    void shouldTellWhyAConnectionFailed() {
        Event<Opened> opened = Event.named("opened", Opened.class);
        Event<IoError> failed = Event.named("failed", IoError.class);
        SocketFactory[] wheels = new SocketFactory[1];
        kernel.create(
                States.of(Object.class)
                        .start((heap, poe) -> wheels[0] = SocketFactory.connect("127.0.0.1", 1)
                                .successEvent(opened)
                                .failureEvent(failed)
                                .open(poe))
                        .on(opened, (heap, poe, connection) -> log.add("opened"))
                        .on(
                                failed,
                                (heap, poe, error) -> log.add(text(error) + " " + (poe.wheelId() == wheels[0].id()))),
                null);
        run();

        assertLog("connect 111 Connection refused true");
    }

    @Row("T119")
    @Test
    void shouldNotTellOfAnAcceptThatFoundNobody() {
        long id = server().error((listener, poe, error) -> log.add("error " + text(error)))
                .start(kernel);
        for (int i = 0; i < 70; i++) { // more than one readiness takes
            simulation.connect(PORT);
        }
        run();

        assertEquals(70, listener(id).connections());
        assertLog();
    }
}
