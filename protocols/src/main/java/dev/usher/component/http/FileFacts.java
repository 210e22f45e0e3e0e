package dev.usher.component.http;

import dev.usher.filters.http.HttpDate;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.TimeUnit;

/**
 * What is known of a file without reading it, in the words of RFC 9110 §8.8. Immutable.
 *
 * @param size bytes
 * @param modified when it was written last, to the nanosecond if the system knows it
 * @param lastModified the same for the field of that name
 * @param etag a strong validator: another one whenever size or time are others
 */
record FileFacts(long size, Instant modified, String lastModified, String etag) {

    static FileFacts of(BasicFileAttributes attributes) {
        Instant modified = attributes.lastModifiedTime().toInstant();
        return new FileFacts(
                attributes.size(),
                modified,
                HttpDate.format(modified.truncatedTo(ChronoUnit.SECONDS)),
                '"'
                        + Long.toHexString(attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS))
                        + '-'
                        + Long.toHexString(attributes.size())
                        + '"');
    }

    /** Whether a file that has these attributes is still the same. */
    boolean isOf(BasicFileAttributes attributes) {
        return attributes.size() == size
                && attributes.lastModifiedTime().toInstant().equals(modified);
    }

    /** The time as fields tell it. */
    Instant second() {
        return modified.truncatedTo(ChronoUnit.SECONDS);
    }
}
