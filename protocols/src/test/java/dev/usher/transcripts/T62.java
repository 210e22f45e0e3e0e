package dev.usher.transcripts;

import dev.usher.component.DefinitionException;
import dev.usher.component.log.Logs;
import dev.usher.component.tcp.TcpServer;
import dev.usher.kernel.Event;
import dev.usher.wheel.Opened;
import java.util.Map;
import java.util.function.Supplier;

/** A server with an acceptor, one that cannot listen, and some that are described wrongly. */
@Difference(
        part = Part.SERVERS,
        poe = "TCP server: what is wrong with its description is told one thing at a time",
        usher = "one exception names it all",
        because = "one look at the manual instead of several",
        shownBy = "ConstructionTest.shouldReportAllThatIsWrongTogether")
@Difference(
        part = Part.SERVERS,
        poe = "TCP server: without `Error`, one that cannot listen keeps its alias and lives on",
        usher = "it shuts down",
        because = "it serves nobody, and nobody would end it")
final class T62 extends Port {
    static final Event<Void> X = Event.named("x");

    @Override
    void program() throws Exception {
        Logs.clear();
        int p = sockets.freePort();
        Supplier<Object> clientInput = () -> TcpServer.code((client, poe, line) -> {});
        TcpServer.from(Map.of(
                        "Alias",
                        "acc",
                        "Address",
                        "127.0.0.1",
                        "Port",
                        p,
                        "Started",
                        TcpServer.listenerCode(
                                (listener, poe) -> L("port from listener ok", bit(listener.port() == p))),
                        "Acceptor",
                        TcpServer.listenerCode((listener, poe, opened) -> {
                            L(
                                    "Acceptor",
                                    "GLOB",
                                    ((Opened) opened).remoteIp(),
                                    ((Opened) opened).remotePort() > 0 ? "port" : "",
                                    "connections",
                                    listener.connections());
                            poe.yield(TcpServer.SHUTDOWN);
                        })))
                .start(kernel);
        TcpServer.from(Map.of(
                        "Alias",
                        "dup",
                        "Address",
                        "127.0.0.1",
                        "Port",
                        p,
                        "ClientInput",
                        clientInput.get(),
                        "Stopped",
                        TcpServer.listenerCode((listener, poe) -> L("dup Stopped"))))
                .start(kernel);
        L("neither:", error(Map.of("Port", 0)));
        L(
                "acceptor+client:",
                error(Map.of(
                        "Port",
                        0,
                        "Acceptor",
                        TcpServer.listenerCode((listener, poe, opened) -> {}),
                        "ClientConnected",
                        TcpServer.code((client, poe) -> {}))));
        L(error(Map.of("Port", 0, "ClientInput", clientInput.get(), "HighMark", 5)));
        L(error(Map.of("Alias", "t2", "Port", 0, "ClientInput", clientInput.get(), "Bogus", 1)));
        warned();
        kernel.post("t2", TcpServer.SHUTDOWN);
        sockets.connect(p);
        S("guard", guard -> {
            guard.start((heap, poe) -> poe.delay(X, seconds(0.2)));
            guard.on(X, (heap, poe) -> {
                warned();
                poe.post("dup", TcpServer.SHUTDOWN);
                L(
                        "posted dup shutdown; alias dup resolves:",
                        bit(poe.aliasResolve("dup").isPresent()));
            });
        });
        kernel.run();
        L("run returned");
    }

    /** What the program's handler of warnings prints, when there is time for it. */
    void warned() {
        Logs.complaints().forEach(warning -> L("warn:", warning));
        Logs.clear();
    }

    String error(Map<String, Object> options) {
        try {
            TcpServer.from(options).start(kernel);
            return "";
        } catch (DefinitionException e) {
            return String.join("; ", e.errors());
        }
    }
}
