package dev.usher.component.http;

import dev.usher.filters.http.FieldName;
import dev.usher.filters.http.Fields;
import dev.usher.filters.http.HttpDate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What a request for a file makes its answer depend on (RFC 9110 §13). Stateless. */
final class Preconditions {
    private static final int OK = 200;
    private static final int NOT_MODIFIED = 304;
    private static final int PRECONDITION_FAILED = 412;

    private Preconditions() {}

    /** 200 to go on, 304 or 412, in the order of RFC 9110 §13.2.2. For GET and HEAD. */
    static int status(Fields fields, String etag, FileFacts facts, Instant now) {
        if (fields.contains(FieldName.IF_MATCH)) { // step 1
            if (!EntityTags.matches(fields, FieldName.IF_MATCH, etag, true)) {
                return PRECONDITION_FAILED;
            }
        } else { // step 2
            Optional<Instant> since = date(fields, FieldName.IF_UNMODIFIED_SINCE, now);
            if (since.isPresent() && facts.second().isAfter(since.get())) {
                return PRECONDITION_FAILED;
            }
        }
        if (fields.contains(FieldName.IF_NONE_MATCH)) { // step 3
            return EntityTags.matches(fields, FieldName.IF_NONE_MATCH, etag, false) ? NOT_MODIFIED : OK;
        }
        Optional<Instant> since = date(fields, FieldName.IF_MODIFIED_SINCE, now); // step 4
        return since.isPresent() && !facts.second().isAfter(since.get()) ? NOT_MODIFIED : OK;
    }

    /** Step 5: whether ranges are wanted of the file as it is (RFC 9110 §13.1.5). */
    static boolean mayTakeRanges(Fields fields, String etag, FileFacts facts, Instant now) {
        Optional<String> condition = fields.first(FieldName.IF_RANGE);
        if (condition.isEmpty()) {
            return true;
        }
        String value = condition.get().strip();
        if (value.endsWith("\"")) {
            return EntityTags.equal(value, etag, true);
        }
        // RFC 9110 §8.8.2.2: a file that was written just now may be written again in the same second
        boolean strong = Duration.between(facts.second(), now).compareTo(Duration.ofSeconds(1)) >= 0;
        return strong && HttpDate.parse(value, now).equals(Optional.of(facts.second()));
    }

    /** A date that is none is as if it were not there (RFC 9110 §13.1.3). */
    private static Optional<Instant> date(Fields fields, FieldName name, Instant now) {
        List<String> lines = fields.all(name);
        return lines.size() == 1 ? HttpDate.parse(lines.get(0).strip(), now) : Optional.empty();
    }
}
