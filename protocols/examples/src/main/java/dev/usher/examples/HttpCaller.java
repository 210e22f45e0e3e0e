package dev.usher.examples;

import dev.usher.component.http.client.ClientFailure;
import dev.usher.component.http.client.ClientPiece;
import dev.usher.component.http.client.ClientRequest;
import dev.usher.component.http.client.ClientResponse;
import dev.usher.component.http.client.HttpClient;
import dev.usher.component.http.client.HttpUri;
import dev.usher.kernel.Context;
import dev.usher.kernel.Event;
import dev.usher.kernel.Kernel;
import dev.usher.kernel.SignalInfo;
import dev.usher.kernel.States;
import dev.usher.tls.Tls;
import dev.usher.tls.TlsException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;

/** An HTTP client: gets one page, and prints its status and its content as it comes. */
final class HttpCaller {
    private static final String JDK = "jdk"; // trusts whom the JDK trusts

    static final List<Option> OPTIONS = List.of(
            new Option(
                    "url",
                    "http://127.0.0.1:8080/",
                    "http://HOST:PORT/PATH or https://HOST:PORT/PATH",
                    HttpCaller::isAddress),
            new Option(
                    "method", "GET", "a method", method -> method.matches("[A-Z]{1,20}") && !method.equals("CONNECT")),
            Option.number("redirects", 5, 0, 100),
            Option.number("timeout", 30, 1, 86_400),
            new Option("trust", JDK, "a file of certificates, or jdk", file -> !file.isBlank()));

    private static final Event<ClientPiece> PIECE = Event.named("piece", ClientPiece.class);
    private static final Event<ClientResponse> DONE = Event.named("done", ClientResponse.class);
    private static final String UA = "ua";

    static final States<HttpCaller> STATES = States.of(HttpCaller.class)
            .start(HttpCaller::start)
            .on(PIECE, HttpCaller::piece)
            .on(DONE, HttpCaller::done)
            .sig("INT", HttpCaller::leave)
            .sig("TERM", HttpCaller::leave);

    private final Arguments arguments;
    private final Tls tls;
    private final PrintStream out;
    private final PrintStream err;
    private ClientRequest request;
    private boolean begun;
    private boolean failed = true; // until it has not

    HttpCaller(Arguments arguments, PrintStream out, PrintStream err) throws UsageException {
        this.arguments = arguments;
        try {
            tls = arguments.text("trust").equals(JDK)
                    ? Tls.client().define()
                    : Tls.client().trust(arguments.text("trust")).define();
        } catch (TlsException e) {
            throw new UsageException("--trust: " + e.getMessage());
        }
        this.out = out;
        this.err = err;
    }

    private static boolean isAddress(String text) {
        try {
            HttpUri.of(text);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private void start(Context poe) {
        HttpClient.define()
                .alias(UA)
                .timeout(Duration.ofSeconds(arguments.number("timeout")))
                .followRedirects(arguments.number("redirects"))
                .decompress()
                .tls(tls)
                .maxSize(0) // what is printed at once fills no memory
                .start(poe);
        request = ClientRequest.of(arguments.text("method"), arguments.text("url"))
                .streamed(PIECE)
                .answer(DONE);
        poe.post(UA, HttpClient.REQUEST, request);
    }

    private void piece(Context poe, ClientPiece piece) {
        if (!begun) {
            begun = true;
            out.println(piece.response().status() + " " + piece.response().reason());
        }
        out.write(piece.array(), piece.offset(), piece.length());
    }

    private void done(Context poe, ClientResponse response) {
        out.flush();
        response.failure().ifPresent(this::complain);
        failed = !response.isSuccess();
        poe.post(UA, HttpClient.SHUTDOWN); // else its connection would be kept for a while
    }

    private void complain(ClientFailure failure) {
        err.println("usher-examples: " + arguments.text("url") + ": "
                + failure.text().replaceAll("\\p{Cc}", "?")
                + (failure.cause() == ClientFailure.Cause.TLS ? " (--trust FILE: whose certificates to trust)" : ""));
    }

    private void leave(Context poe, SignalInfo signal) {
        poe.sigHandled();
        poe.post(UA, HttpClient.CANCEL, request);
    }

    /** Answers 0 if the answer was a success and came whole, 1 if not; to be asked when the kernel has run. */
    int outcome() {
        return failed ? 1 : 0;
    }

    static int run(Arguments arguments, PrintStream out, PrintStream err) throws UsageException {
        Kernel kernel = new Kernel();
        HttpCaller caller = new HttpCaller(arguments, out, err);
        kernel.create(STATES, caller);
        kernel.run();
        return caller.outcome();
    }
}
