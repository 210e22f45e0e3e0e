package dev.usher.transcripts;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A file in the Trace Event Format, held to what the format demands of the phases that are in it: M, X, s and f. What
 * breaks a rule is an {@link IllegalArgumentException} that names it.
 */
final class TraceFile {
    private static final JsonMapper STRICT = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final Set<String> NAMES = Set.of("process_name", "thread_name", "thread_sort_index");

    /** An event of a thread's, in nanoseconds. */
    record Slice(String name, long thread, long beginNs, long endNs, JsonNode args) {
        boolean holds(long atNs) {
            return beginNs <= atNs && atNs <= endNs;
        }
    }

    /** From one slice to another. */
    record Flow(String name, long fromThread, long fromNs, long toThread, long toNs) {}

    final List<Slice> slices = new ArrayList<>();
    final List<Flow> flows = new ArrayList<>();
    final Map<Long, String> threads = new TreeMap<>();

    TraceFile(String json) {
        JsonNode root = STRICT.readTree(json);
        check(root.isObject() && root.path("traceEvents").isArray(), "an object with an array traceEvents", root);
        check(Set.of("ms", "ns").contains(root.path("displayTimeUnit").asString("ms")), "a unit, ms or ns", root);
        Map<String, JsonNode> begun = new HashMap<>();
        for (JsonNode event : root.path("traceEvents")) {
            check(event.path("name").isString(), "a name", event);
            check(event.path("pid").isIntegralNumber() && event.path("tid").isIntegralNumber(), "pid and tid", event);
            switch (event.path("ph").asString("")) {
                case "M" -> metadata(event);
                case "X" -> slice(event);
                case "s" -> check(begun.put(flowId(event), event) == null, "one s for each id", event);
                case "f" -> flow(begun.remove(flowId(event)), event);
                default -> check(false, "a phase of those that are written", event);
            }
        }
        check(begun.isEmpty(), "an f for each s", root.path("displayTimeUnit"));
        slices.forEach(slice -> check(threads.containsKey(slice.thread), "a name for each thread", slice));
        flows.forEach(this::bound);
        slices.stream().map(Slice::thread).distinct().forEach(this::nested);
    }

    private static void check(boolean holds, String rule, Object what) {
        if (!holds) {
            throw new IllegalArgumentException("there must be " + rule + ": " + what);
        }
    }

    private void metadata(JsonNode event) {
        String name = event.path("name").asString("");
        check(NAMES.contains(name), "a known kind of metadata", event);
        JsonNode args = event.path("args");
        check(
                name.equals("thread_sort_index")
                        ? args.path("sort_index").isIntegralNumber()
                        : args.path("name").isString(),
                "what it says in args",
                event);
        if (name.equals("thread_name")) {
            threads.put(event.path("tid").asLong(), args.path("name").asString(""));
        }
    }

    private void slice(JsonNode event) {
        check(event.path("cat").isString() && event.path("args").isObject(), "cat and args", event);
        long begin = ns(event, "ts");
        long length = ns(event, "dur");
        check(length >= 0, "no length below 0", event);
        slices.add(new Slice(
                event.path("name").asString(""),
                event.path("tid").asLong(),
                begin,
                begin + length,
                event.path("args")));
    }

    /** Times are microseconds, of which three digits may be behind the point. */
    private static long ns(JsonNode event, String field) {
        check(event.path(field).isNumber(), "a number " + field, event);
        return event.path(field).decimalValue().movePointRight(3).longValueExact();
    }

    /** Flows belong together by id, category and name. */
    private static String flowId(JsonNode event) {
        check(event.path("id").isIntegralNumber() && event.path("cat").isString(), "id and cat", event);
        return event.path("id") + " " + event.path("cat") + " " + event.path("name");
    }

    private void flow(JsonNode from, JsonNode to) {
        check(from != null, "an s before each f", to);
        check(to.path("bp").asString("").equals("e"), "bp e, or the flow ends at the next slice", to);
        Flow flow = new Flow(
                to.path("name").asString(""),
                from.path("tid").asLong(),
                ns(from, "ts"),
                to.path("tid").asLong(),
                ns(to, "ts"));
        check(flow.fromNs <= flow.toNs, "no flow back in time", flow);
        flows.add(flow);
    }

    private void bound(Flow flow) {
        check(
                slices.stream().anyMatch(slice -> slice.thread == flow.fromThread && slice.holds(flow.fromNs)),
                "a slice where the flow begins",
                flow);
        check(
                slices.stream()
                        .anyMatch(slice -> slice.thread == flow.toThread
                                && slice.beginNs == flow.toNs
                                && slice.name.equals(flow.name)),
                "the slice to which the flow leads",
                flow);
    }

    /** Two slices of a thread are apart or one in the other: its handlers call each other, and nothing else. */
    private void nested(long thread) {
        Deque<Slice> open = new ArrayDeque<>();
        slices.stream()
                .filter(slice -> slice.thread == thread)
                .sorted(Comparator.comparingLong(Slice::beginNs)) // stable: the outer one comes first in the file
                .forEach(slice -> {
                    while (!open.isEmpty()
                            && open.peek().endNs <= slice.beginNs
                            && open.peek().beginNs < slice.beginNs) {
                        open.pop();
                    }
                    check(
                            open.isEmpty() || slice.endNs <= open.peek().endNs || open.peek().endNs == slice.beginNs,
                            "slices that do not cross",
                            slice);
                    open.push(slice);
                });
    }
}
