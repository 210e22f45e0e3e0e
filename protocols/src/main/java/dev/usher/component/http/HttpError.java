package dev.usher.component.http;

import dev.usher.filters.http.Status;
import dev.usher.kernel.Errno;
import dev.usher.kernel.IoError;
import java.util.Optional;

/**
 * What went wrong, as {@code on_error} is told: of the network, which no client hears of, or a request that is answered
 * by an error. The answer may still be changed, or {@link #suppress suppressed}. Valid until the handler returns.
 */
public final class HttpError {
    private final IoError network; // or null
    private final HttpResponse response; // or null
    private final HttpConnection connection; // or null

    private HttpError(IoError network, HttpResponse response, HttpConnection connection) {
        this.network = network;
        this.response = response;
        this.connection = connection;
    }

    static HttpError of(IoError network, HttpConnection connection) {
        return new HttpError(network, null, connection);
    }

    static HttpError of(HttpResponse response) {
        return new HttpError(null, response, response.request().connection());
    }

    /** @return whether it is of the network */
    public boolean isNetwork() {
        return network != null;
    }

    /** @return {@code read}, {@code write}, {@code bind} or {@code accept}; empty for an answer that is an error */
    public Optional<String> op() {
        return isNetwork() ? Optional.of(network.operation()) : Optional.empty();
    }

    /** @return the system's name of the error; NONE for an answer */
    public Errno errno() {
        return isNetwork() ? network.errno() : Errno.NONE;
    }

    /** @return its number; 0 for an answer */
    public int errnum() {
        return errno().number();
    }

    /** @return its text; empty for an answer */
    public String errstr() {
        return isNetwork() ? network.text() : "";
    }

    /** @return the same as {@link #errstr} */
    public String errstring() {
        return errstr();
    }

    /** @return true */
    public boolean isError() {
        return true;
    }

    /** @return the answer, to be changed; empty for an error of the network */
    public Optional<HttpResponse> response() {
        return Optional.ofNullable(response);
    }

    /**
     * @return the request, or one that stands for it: method ERROR, path {@code /}; empty for an error of the network
     */
    public Optional<HttpRequest> request() {
        return response().map(HttpResponse::request);
    }

    /** @return whose; empty for an error of the listener */
    public Optional<HttpConnection> connection() {
        return Optional.ofNullable(connection);
    }

    /** @return status and reason of an answer, {@code 400 Bad Request}; empty for an error of the network */
    public String statusLine() {
        return isNetwork() ? "" : response.code() + " " + Status.reason(response.code());
    }

    /** @return what went wrong, in a sentence: for logs */
    public String content() {
        return isNetwork()
                ? network.operation() + " error [" + errnum() + "] " + network.text()
                : response.contentText();
    }

    /**
     * Sends another text, of the type {@code text/plain}.
     *
     * @param text the text
     * @return this
     */
    public HttpError content(String text) {
        return content("text/plain", text);
    }

    /**
     * Sends another text.
     *
     * @param type such as {@code text/html}; UTF-8 is added
     * @param text the text
     * @return this
     */
    public HttpError content(String type, String text) {
        if (!isNetwork()) {
            response.contentType(type).content(text);
        }
        return this;
    }

    /** Sends nothing: the connection is closed without an answer. */
    public void suppress() {
        if (!isNetwork()) {
            response.headersSent(true);
        }
    }

    @Override
    public String toString() {
        return isNetwork() ? content() : statusLine();
    }
}
