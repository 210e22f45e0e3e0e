package dev.usher.component.bayeux;

import dev.usher.component.http.HttpHandler;
import dev.usher.component.http.HttpRequest;
import dev.usher.component.http.HttpResponse;
import dev.usher.component.http.StaticFiles;
import dev.usher.kernel.Context;
import java.nio.file.Path;
import java.time.Duration;
import org.slf4j.Logger;

/** The files that the manual's server serves beside its messages. Immutable; each verb answers a copy. */
final class PlainFiles {
    static final String BELOW_ALL = "^\\Q/\\E";

    private static final int OK = 200;

    private final StaticFiles files;
    private final Logger logger;
    private final HttpHandler hook; // or null

    PlainFiles(Path folder, Logger logger) {
        this(StaticFiles.of("/", folder).forbidsListing(true), logger, null);
    }

    private PlainFiles(StaticFiles files, Logger logger, HttpHandler hook) {
        this.files = files;
        this.logger = logger;
        this.hook = hook;
    }

    PlainFiles index(String... names) {
        return new PlainFiles(files.index(names), logger, hook);
    }

    PlainFiles expires(String type, Duration time) {
        return new PlainFiles(files.expires(type, time), logger, hook);
    }

    PlainFiles postHandle(HttpHandler told) {
        return new PlainFiles(files, logger, told);
    }

    HttpHandler handler() {
        return files.answering(this::answers);
    }

    private void answers(Context poe, HttpResponse response) throws Exception {
        HttpRequest request = response.request();
        if (hook != null) {
            hook.handle(poe, request, response);
        }
        if (response.code() == OK) {
            logger.info(
                    "Serving {} {} {}",
                    request.connection().remoteIp(),
                    request.path(),
                    response.header("Content-Type").orElse(""));
        }
    }
}
