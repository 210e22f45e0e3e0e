package dev.usher.component.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.component.DefinitionException;
import dev.usher.component.Row;
import dev.usher.component.log.Logs;
import dev.usher.filters.BlockFilter;
import dev.usher.simulation.SimulatedClient;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What one client, one address or all of them together may take: bytes, time, connections, turns. */
class LimitsTest extends ServerCase {

    // ---- bytes

    @Row("T51")
    @Test
    void shouldNotKeepMoreForAStalledClientThanAllowed() {
        int[] most = {0};
        echo().maxOutput(1_000_000)
                .clientInput((client, poe, line) -> {
                    for (int i = 0; i < 100; i++) {
                        client.put("x".repeat(50_000));
                        most[0] = Math.max(most[0], client.wheel().orElseThrow().octets());
                    }
                })
                .start(kernel);
        SimulatedClient client = client();
        client.stopReading();
        client.send("go\n");
        run();

        assertTrue(most[0] > 900_000 && most[0] <= 1_000_000, "kept " + most[0]);
        assertLog("connected", "write 105 more than 1000000 bytes wait to be written", "disconnected");
    }

    @Row("T51")
    @Test
    void shouldNotMistakeABigAnswerForAStalledClient() {
        simulation.network().capacity(3_000_000);
        echo().maxOutput(1_000_000)
                .clientInput((client, poe, line) -> client.put("x".repeat(2_000_000)))
                .start(kernel);

        assertEquals(2_000_002, ask(client(), "go\n").length());
        assertLog("connected");
    }

    @Row("T51")
    @Test
    void shouldSayWhenToStopAtSixtyFourKibibytesUnlessToldOtherwise() {
        echo().clientInput((client, poe, line) -> {
                    log.add("" + client.put("x".repeat(65_533)));
                    log.add("" + client.put(""));
                })
                .start(kernel);
        SimulatedClient client = client();
        client.send("go\n");
        run();

        assertLog("connected", "false", "true");
    }

    @Row("T53")
    @Test
    void shouldEndAConnectionWhoseRecordHasNoEnd() {
        TcpServer.at(PORT, () -> new BlockFilter().maxLength(100_000_000))
                .maxInput(200_000)
                .clientInput((client, poe, block) -> log.add("block"))
                .clientError((client, poe, error) -> log.add(text(error)))
                .clientDisconnected((client, poe) -> log.add("disconnected"))
                .start(kernel);
        SimulatedClient client = client();
        client.send("50000000\0");
        client.send(new byte[1_000_000]);
        run();

        assertLog("read 90 more than 200000 bytes make no whole record", "disconnected");
        assertTrue(client.isClosedByPeer() || client.isReset());
    }

    @Row("T53")
    @Test
    void shouldTellOfALineThatIsTooLong() {
        echo().start(kernel);
        SimulatedClient client = client();
        client.send(new byte[1024 * 1024]);
        run();

        assertEquals(3, log.size(), log::toString);
        assertTrue(log.get(1).startsWith("filter 71 "), log::toString);
    }

    // ---- time

    @Row("T52")
    @Test
    void shouldEndAConnectionThatIsIdle() {
        echo().idleTimeout(Duration.ofSeconds(30)).start(kernel);
        SimulatedClient client = client();
        advance(20);
        ask(client, "a\n");
        advance(29);
        assertLog("connected");

        advance(1);

        assertLog("connected", "timeout 110 nothing was read or written for PT30S", "disconnected");
        assertTrue(client.isClosedByPeer());
        assertEquals(1, kernel.counts().sessions());
    }

    @Row("T52")
    @Test
    void shouldEndAConnectionThatOnlyReads() {
        echo().readTimeout(Duration.ofSeconds(30))
                .on(TICK, (client, poe) -> {
                    client.put("tick");
                    poe.delay(TICK, Duration.ofSeconds(1));
                })
                .clientConnected((client, poe) -> poe.yield(TICK))
                .start(kernel);
        SimulatedClient client = client();
        advance(29);
        assertFalse(client.isClosedByPeer());

        advance(1);

        assertLog("timeout 110 nothing was read for PT30S", "disconnected");
    }

    @Row("T52")
    @Test
    void shouldEndAConnectionThatDoesNotTakeItsOutput() {
        echo().writeTimeout(Duration.ofSeconds(10))
                .clientInput((client, poe, line) -> client.put("x".repeat(1_000_000)))
                .start(kernel);
        SimulatedClient client = client();
        client.stopReading();
        advance(25); // nothing waits yet
        client.send("go\n");
        advance(9);
        assertLog("connected");
        client.resumeReading(); // takes some
        run();
        client.stopReading();
        client.send("go\n");
        advance(9);
        assertLog("connected");

        advance(1);

        assertLog("connected", "timeout 110 the peer has taken nothing for PT10S", "disconnected");
    }

    @Row("T52")
    @Test
    void shouldTellOfSilenceAgainAndAgainWhenErrorsDoNotEndConnections() {
        echo().idleTimeout(Duration.ofSeconds(10)).shutdownOnError(false).start(kernel);
        SimulatedClient client = client();
        advance(10);
        assertEquals(2, log.size());

        assertEquals("a\r\n", ask(client, "a\n"));
    }

    // ---- connections

    @Row("T56")
    @Test
    void shouldRefuseTheFourthConnectionOfAnAddress() {
        long id = echo().countBytes(true).perAddress(3, 0).start(kernel);
        List<SimulatedClient> clients = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            clients.add(client());
        }
        SimulatedClient other = simulation.connect(new InetSocketAddress("127.0.0.2", PORT));
        run();

        assertEquals("hi\r\n", clients.get(2).received());
        assertTrue(clients.get(3).isClosedByPeer());
        assertEquals("", clients.get(3).received());
        assertEquals("hi\r\n", other.received());
        assertEquals(new TcpCounts(5, 1, 4, 0, 0, 16), listener(id).counts());
        assertEquals(4 + 1, kernel.counts().sessions());
        clients.get(0).close();
        run();
        assertEquals("hi\r\n", client().received());
    }

    @Row("T56")
    @Test
    void shouldCountIpv6AddressesByTheirNetwork() {
        echo().address("::").perAddress(1, 0).start(kernel);
        SimulatedClient one = simulation.connect(new InetSocketAddress("2001:db8::1", PORT));
        SimulatedClient same = simulation.connect(new InetSocketAddress("2001:db8::2", PORT));
        SimulatedClient other = simulation.connect(new InetSocketAddress("2001:db8:0:1::1", PORT));
        run();

        assertEquals("hi\r\n", one.received());
        assertTrue(same.isClosedByPeer());
        assertEquals("hi\r\n", other.received());
    }

    @Row("T56")
    @Test
    void shouldRefuseConnectionsOfAnAddressThatComeTooFast() {
        echo().perAddress(0, 2).start(kernel);
        assertEquals("hi\r\n", client().received());
        assertEquals("hi\r\n", client().received());
        assertTrue(client().isClosedByPeer());

        simulation.advance(Duration.ofMillis(500));

        assertEquals("hi\r\n", client().received());
        assertTrue(client().isClosedByPeer());
    }

    @Row("T56")
    @Test
    void shouldForgetAddressesThatAreDoneWith() {
        AddressLimit limit = new AddressLimit(0, 1);
        for (int i = 0; i < 100_000; i++) {
            InetSocketAddress address =
                    new InetSocketAddress("10." + (i >> 16) + "." + (i >> 8 & 255) + "." + (i & 255), 1);
            assertTrue(limit.enter(address, i * 100_000_000L));
            limit.leave(address);
        }

        assertTrue(limit.addresses() < 30, limit.addresses() + " addresses");
    }

    @Row("T56")
    @Test
    void shouldLetClientsWaitWhenAllTogetherComeTooFast() {
        echo().acceptRate(10).start(kernel);
        List<SimulatedClient> clients = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            clients.add(simulation.connect(PORT));
        }
        run();
        assertEquals(10, log.size());

        simulation.advance(Duration.ofMillis(1050));

        assertEquals(20, log.size());
        advance(1);
        assertEquals(30, log.size());
        assertTrue(clients.stream().allMatch(client -> client.received().equals("hi\r\n")));
    }

    @Test
    void shouldNameLimitsThatCannotBe() {
        DefinitionException wrong = assertThrows(
                DefinitionException.class,
                () -> echo().maxInput(0)
                        .maxOutput(-1)
                        .acceptRate(0)
                        .perAddress(-1, 0)
                        .idleTimeout(Duration.ZERO)
                        .define());

        assertEquals(5, wrong.errors().size(), wrong::getMessage);
    }

    @Row("T56")
    @Test
    void shouldNotCountByAddressForAnAcceptorWhichTellsNoAddresses() {
        DefinitionException wrong = assertThrows(
                DefinitionException.class,
                () -> TcpServer.at(PORT)
                        .acceptor((listener, poe, opened) -> {})
                        .perAddress(1, 1)
                        .define());

        assertEquals(List.of("perAddress makes no sense without clientInput"), wrong.errors());
    }

    // ---- handles

    @Row("T132")
    @Test
    void shouldRestWhenTheSystemHasNoHandlesAndTellItOnce() {
        echo().error((listener, poe, error) -> log.add(text(error))).start(kernel);
        simulation.network().failNextAccept(new IOException("Too many open files"));
        client();
        for (int rest : new int[] {100, 200, 400}) {
            simulation.advance(Duration.ofMillis(rest - 1));
            simulation.network().failNextAccept(new IOException("Too many open files")); // the next that is tried
            simulation.advance(Duration.ofMillis(1));
            assertLog("accept 24 Too many open files");
        }
        simulation.advance(Duration.ofMillis(799));
        assertLog("accept 24 Too many open files");
        simulation.advance(Duration.ofMillis(1));

        assertLog("accept 24 Too many open files", "connected");
        simulation.network().failNextAccept(new IOException("Too many open files"));
        client();
        assertLog("accept 24 Too many open files", "connected", "accept 24 Too many open files");
    }

    @Row("T132")
    @Test
    void shouldAcceptAtOnceWhenAConnectionGivesItsHandleBack() {
        long id = echo().start(kernel);
        SimulatedClient first = client();
        simulation.network().failNextAccept(new IOException("Too many open files in system"));
        SimulatedClient second = client();
        assertEquals("", second.received());
        assertFalse(listener(id).isAccepting());

        first.close();
        run();

        assertEquals("hi\r\n", second.received());
        assertEquals(1, Logs.complaints().size());
    }

    // ---- turns

    @Row("T133")
    @Test
    void shouldServeOthersBetweenTheTurnsOfAFloodingClient() {
        int[] floodedAtAnswer = {-1};
        int[] flooded = {0};
        echo().clientInput((client, poe, line) -> {
                    if (line.isEmpty()) {
                        flooded[0]++;
                    } else {
                        floodedAtAnswer[0] = flooded[0];
                    }
                })
                .start(kernel);
        SimulatedClient flooding = client();
        SimulatedClient polite = client();
        flooding.send("\n".repeat(60_000));
        polite.send("hello\n");
        run();

        assertEquals(60_000, flooded[0]);
        assertTrue(floodedAtAnswer[0] <= 1024, "after " + floodedAtAnswer[0] + " records of another");
    }

    @Row("T133")
    @Test
    void shouldReadBoundedBytesOfAFloodingClientBeforeOthersHaveTheirTurn() {
        simulation.network().capacity(10_000_000);
        long[] read = {0, -1};
        TcpServer.at(PORT, dev.usher.filters.StreamFilter::new)
                .clientInput((client, poe, bytes) -> {
                    if (bytes.length == 5) {
                        read[1] = read[0];
                    }
                    read[0] += bytes.length;
                })
                .start(kernel);
        SimulatedClient flooding = client();
        SimulatedClient polite = client();
        flooding.send(new byte[5_000_000]);
        polite.send("hello");
        run();
        long first = read[1];
        flooding.send(new byte[5_000_000]);
        polite.send("hello");
        run();

        assertEquals(10_000_010, read[0]);
        assertTrue(first <= 65_536, "after " + first + " bytes of another");
        assertTrue(read[1] <= 5_000_005 + 262_144, "after " + (read[1] - 5_000_005) + " bytes of another, grown");
    }
}
