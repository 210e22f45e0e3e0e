package dev.usher.component.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.usher.filters.http.Content;
import dev.usher.filters.http.FieldName;
import dev.usher.filters.http.Fields;
import dev.usher.filters.http.HttpPart;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/** Answers by a file, or by what is to be said instead of it. Stateless. */
final class FileAnswer {
    private static final int OK = 200;
    private static final int PARTIAL = 206;
    private static final int NOT_MODIFIED = 304;

    private FileAnswer() {}

    /** Ends the response, and closes the file if it is not sent. */
    static void send(HttpResponse response, Representation file) {
        boolean sent = false;
        try {
            sent = answer(response, file);
        } finally {
            if (!sent) {
                file.close();
            }
        }
    }

    /** Whether the file was given away. */
    private static boolean answer(HttpResponse response, Representation file) {
        Fields asked = response.request().headers();
        FileFacts facts = file.facts;
        if (!response.headers().contains(FieldName.CONTENT_TYPE)) {
            response.header(FieldName.CONTENT_TYPE, MediaTypes.UNKNOWN);
        }
        if (response.code() != OK || !isRead(response.request())) {
            whole(response, file);
            return true;
        }
        String etag = facts.etag();
        if (response.headers().contains(FieldName.ETAG)) {
            etag = response.headers().first(FieldName.ETAG).orElseThrow();
        } else {
            response.header(FieldName.ETAG, etag);
        }
        Instant now = response.request().connection().session().kernel().clock().wallTime();
        int status = Preconditions.status(asked, etag, facts, now);
        if (status == NOT_MODIFIED) {
            response.headers().remove(FieldName.CONTENT_TYPE);
            response.code(NOT_MODIFIED).respond().done();
            return false;
        }
        if (status != OK) {
            refuse(response, status, "the file is not as it was expected to be");
            return false;
        }
        response.header(FieldName.ACCEPT_RANGES, "bytes");
        Optional<String> range = asked.first(FieldName.RANGE);
        if (range.isPresent()
                && !response.request().isHead() // RFC 9110 §14.2: for GET alone
                && asked.all(FieldName.RANGE).size() == 1
                && Preconditions.mayTakeRanges(asked, etag, facts, now)) {
            List<ByteRange> ranges = ByteRange.of(range.get(), facts.size());
            if (ranges != null) {
                return ranges(response, file, ranges);
            }
        }
        whole(response, file);
        return true;
    }

    private static boolean isRead(HttpRequest request) {
        return request.isHead() || request.head().isMethod("GET");
    }

    private static void whole(HttpResponse response, Representation file) {
        response.header(FieldName.LAST_MODIFIED, file.facts.lastModified());
        if (file.bytes() != null) {
            response.content(file.bytes()).respond().done();
        } else {
            response.sendParts(file.facts.size(), List.of(file.all()));
        }
    }

    private static boolean ranges(HttpResponse response, Representation file, List<ByteRange> ranges) {
        long size = file.facts.size();
        if (ranges.isEmpty()) {
            response.header(FieldName.CONTENT_RANGE, "bytes */" + size);
            refuse(response, 416, "the file has " + size + " bytes, and none of those");
            return false;
        }
        response.code(PARTIAL).header(FieldName.LAST_MODIFIED, file.facts.lastModified());
        if (ranges.size() == 1) {
            ByteRange range = ranges.get(0);
            response.header(FieldName.CONTENT_RANGE, contentRange(range, size));
            response.sendParts(range.length(), List.of(file.part(range, true, true)));
        } else {
            multipart(response, file, ranges);
        }
        return true;
    }

    private static String contentRange(ByteRange range, long size) {
        return "bytes " + range.from() + "-" + (range.to() - 1) + "/" + size;
    }

    /** RFC 9110 §14.6 */
    private static void multipart(HttpResponse response, Representation file, List<ByteRange> ranges) {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        String boundary = Long.toHexString(random.nextLong()) + Long.toHexString(random.nextLong());
        String type = response.headers().first(FieldName.CONTENT_TYPE).orElseThrow();
        List<HttpPart> parts = new ArrayList<>();
        long length = 0;
        for (int i = 0; i < ranges.size(); i++) {
            ByteRange range = ranges.get(i);
            byte[] head = ("\r\n--" + boundary + "\r\nContent-Type: " + type + "\r\nContent-Range: "
                            + contentRange(range, file.facts.size()) + "\r\n\r\n")
                    .getBytes(ISO_8859_1);
            parts.add(Content.of(head));
            parts.add(file.part(range, i == ranges.size() - 1, false));
            length += head.length + range.length();
        }
        byte[] end = ("\r\n--" + boundary + "--\r\n").getBytes(ISO_8859_1);
        parts.add(Content.last(end));
        response.header(FieldName.CONTENT_TYPE, "multipart/byteranges; boundary=" + boundary);
        response.sendParts(length + end.length, parts);
    }

    /** There is no such file to be sent. The text names what the client asked for and no path of this machine. */
    static void refuse(HttpResponse response, Path file, IOException error) {
        if (isMissing(error)) {
            refuse(response, 404, "Nothing here for " + response.request().path());
        } else if (error instanceof AccessDeniedException) {
            refuse(response, 403, "Not allowed: " + response.request().path());
        } else {
            Logs.SERVER.error("{}: unable to open {}", response.request().connection(), file, error);
            refuse(response, 500, "Unable to open " + response.request().path());
        }
    }

    /** A name that cannot be that of a file here is that of none. */
    private static boolean isMissing(IOException error) {
        String reason =
                error instanceof FileSystemException failure && failure.getReason() != null ? failure.getReason() : "";
        return error instanceof NoSuchFileException
                || reason.equals("Not a directory")
                || reason.equals("File name too long")
                || reason.startsWith("Too many levels of symbolic links");
    }

    private static void refuse(HttpResponse response, int status, String text) {
        for (FieldName name :
                List.of(FieldName.CONTENT_TYPE, FieldName.CONTENT_ENCODING, FieldName.CACHE_CONTROL, FieldName.ETAG)) {
            response.headers().remove(name);
        }
        response.error(status, text);
    }
}
