package dev.usher.component.http;

import dev.usher.component.http.client.ClientPiece;
import dev.usher.component.http.client.ClientRequest;
import dev.usher.component.http.client.ClientResponse;
import dev.usher.component.http.client.HttpClient;
import dev.usher.component.http.client.Upload;
import dev.usher.kernel.Context;
import dev.usher.kernel.Event;
import dev.usher.kernel.Kernel;
import dev.usher.kernel.States;
import java.time.Duration;

/** Moves one body by our own client: down, more slowly than it could come, or up. Part of {@link BodiesProgram}. */
final class BodiesClient {
    private static final Event<ClientPiece> PIECE = Event.named("piece", ClientPiece.class);
    private static final Event<ClientPiece> GO_ON = Event.named("go_on", ClientPiece.class);
    private static final Event<Upload> MORE = Event.named("more", Upload.class);
    private static final int PAUSE_EVERY = 100; // pieces
    private static final long PAUSE_NS = 1_000_000;

    private final String uri;
    private final long size;
    private final byte[] block = new byte[10_000];
    private long moved;
    private int pieces;
    private ClientResponse answer;

    BodiesClient(String uri, long size) {
        this.uri = uri;
        this.size = size;
    }

    /** How much came. */
    long download() {
        run(ClientRequest.get(uri).streamed(PIECE));
        return moved;
    }

    /** How much the server says that it got. */
    long upload() {
        run(ClientRequest.of("POST", uri).content(size, MORE));
        return Long.parseLong(answer.text());
    }

    private void run(ClientRequest request) {
        try (Kernel kernel = new Kernel()) {
            HttpClient.define().timeout(Duration.ZERO).maxSize(0).start(kernel);
            kernel.create(
                    States.of(BodiesClient.class)
                            .start((me, poe) -> poe.post("weeble", HttpClient.REQUEST, request))
                            .on(PIECE, BodiesClient::came)
                            .on(GO_ON, (me, poe, piece) -> piece.resume())
                            .on(MORE, BodiesClient::more)
                            .on(ClientRequest.RESPONSE, BodiesClient::answered),
                    this);
            kernel.run();
        }
    }

    private void came(Context poe, ClientPiece piece) {
        moved += piece.length();
        if (++pieces % PAUSE_EVERY == 0) {
            piece.pause();
            poe.delaySetNs(GO_ON, PAUSE_NS, piece);
        }
    }

    private void more(Context poe, Upload upload) {
        boolean full = false;
        while (moved < size && !full) {
            byte[] next = size - moved < block.length ? new byte[(int) (size - moved)] : block;
            moved += next.length;
            full = upload.put(next);
        }
        if (moved == size) {
            upload.end();
        }
    }

    private void answered(Context poe, ClientResponse response) {
        answer = response;
        response.failure().ifPresent(System.out::println);
        poe.post("weeble", HttpClient.SHUTDOWN);
    }
}
