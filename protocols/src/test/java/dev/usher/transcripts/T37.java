package dev.usher.transcripts;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.usher.filter.Decoder;
import dev.usher.filter.Encoder;
import dev.usher.filter.Filter;
import dev.usher.filter.Input;
import dev.usher.filter.Output;
import dev.usher.filter.OutputFilter;
import dev.usher.filter.ProtocolException;
import dev.usher.filters.BlockFilter;
import dev.usher.filters.GrepFilter;
import dev.usher.filters.LineFilter;
import dev.usher.filters.MapFilter;
import dev.usher.filters.RecordBlockFilter;
import dev.usher.filters.ReferenceFilter;
import dev.usher.filters.StackableFilter;
import dev.usher.filters.StreamFilter;
import dev.usher.filters.http.Content;
import dev.usher.filters.http.DateField;
import dev.usher.filters.http.FieldName;
import dev.usher.filters.http.HttpException;
import dev.usher.filters.http.HttpLimits;
import dev.usher.filters.http.HttpPart;
import dev.usher.filters.http.RequestHead;
import dev.usher.filters.http.RequestParser;
import dev.usher.filters.http.ResponseEncoder;
import dev.usher.filters.http.ResponseHead;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** All filters, without a wheel. */
@Difference(
        part = Part.FILTERS,
        poe = "a CRLF cut in two gives an empty line",
        usher = "it does not",
        because = "a defect",
        shownBy = "LineFilterTest.shouldNotGiveAnEmptyLineWhenAPairIsCut")
@Difference(
        part = Part.FILTERS,
        poe = "`MaxBuffer` limits what a filter keeps; what goes beyond a limit ends the program",
        usher = "filters keep no bytes: `maxLength` limits a record; one beyond it is refused and skipped, and the next"
                + " ones come",
        because = "one limit is enough, and no peer shall end a program",
        shownBy = {
            "LineFilterLimitTest.shouldRefuseALongerLineOnceAndGoOnBehindIt",
            "BlockFilterTest.shouldRefuseALongerBlockOnceAndGoOnBehindIt"
        })
@Difference(
        part = Part.FILTERS,
        poe = "blocks of a size that is not the one agreed on are sent",
        usher = "refused",
        because = "the peer would lose its place",
        shownBy = "BlockFilterTest.shouldRefuseToPutABlockOfAnotherSizeThanAllOthers")
@Difference(
        part = Part.FILTERS,
        poe =
                "what is no block's length is thrown away with a warning, what is behind it comes with the next bytes only",
        usher = "it is refused, as an error event in a wheel, and what is behind it comes",
        because = "a defect",
        shownBy = {
            "BlockFilterTest.shouldSkipToTheNextDigitAndTellItOnceWhenThereIsNoLength",
            "BlockFilterTest.shouldNotWaitForANulThatCannotComeAnyMore"
        })
@Difference(
        part = Part.FILTERS,
        poe = "filters of records stand alone, or in a stack that can be changed, whose `get_pending` loses bytes; one"
                + " `get_one` gives all that a record is mapped to",
        usher = "each is made on the filter below it; records come one by one",
        because = "their types must fit, and a wheel may be paused between any two",
        shownBy = {
            "StackableFilterTest.shouldLeaveAStackAsItWasWhenAnotherFilterIsPushed",
            "MapFilterTest.shouldGiveTheRecordsMadeOfOneOneByOne"
        })
@Difference(
        part = Part.FILTERS,
        poe = "references are serialized by Storable; anything else is refused",
        usher = "values of one type as JSON, or by a serializer of the program's own",
        because = "bytes from a peer must not choose what is made of them",
        shownBy = "ReferenceFilterTest.shouldMakeNoClassThatThePeerNames")
@Difference(
        part = Part.FILTERS,
        poe = "HTTP requests come whole, broken ones as responses; HTTP/1.1 without Host is taken",
        usher = "in parts, broken ones as an exception with a status; without Host 400",
        because = "content of any size passes, no type is to be tested, and RFC 9112 §3.2 demands it")
@Difference(
        part = Part.FILTERS,
        poe = "HTTP responses are sent as they are, in HTTP/1.0",
        usher = "framed and dated, in HTTP/1.1, with the reason phrase that belongs to the status",
        because = "RFC 9112 §6 and RFC 9110 §6.6.1 demand it")
final class T37 extends Port {
    private static final Pattern SPECIAL = Pattern.compile("[\r\n\0]");

    @Override
    void program() {
        lines();
        blocks();
        stacks();
        references();
        requests();
        responses();
    }

    private void lines() {
        Decoder<String> f = new Decoder<>(new LineFilter());
        L("default mixed:", show(f.get(bytes("a\nb\rc\r\nd\n\re")))); // Perl gives what follows to show, too
        f = new Decoder<>(new LineFilter());
        L(
                "CR|LF split:",
                show(f.get(bytes("abc\r"))),
                "then",
                show(f.get(bytes("\ndef\r\n"))),
                "<- spurious empty line");
        LineFilter auto = LineFilter.autodetect();
        f = new Decoder<>(auto);
        L(
                "auto CRLF split:",
                show(f.get(bytes("abc\r"))),
                "then",
                show(f.get(bytes("\ndef\r\n"))),
                "put",
                put(auto, "x"));
        f = new Decoder<>(auto.fresh());
        L("auto unix then CRLF:", show(f.get(bytes("a\nb\r\nc\n"))));
        f = new Decoder<>(LineFilter.literal("!"));
        L("literal:", show(f.get(bytes("a!!b!c"))), put(LineFilter.literal("!"), "x", "y"), "pending", pending(f));
        LineFilter regexp =
                new LineFilter().inputRegexp(Pattern.compile("[xy]")).outputLiteral(";");
        L("regexp:", show(new Decoder<>(regexp).get(bytes("1x2y3"))), put(regexp, "q"));
        Decoder<String> small = new Decoder<>(LineFilter.literal("\n").maxLength(5));
        L("maxbuffer:", refusal(() -> small.get(bytes("toolongline\n"))));
        Decoder<String> again = new Decoder<>(LineFilter.literal("\n").maxLength(5));
        L("maxlength:", refusal(() -> again.get(bytes("toolong\n"))));
        LineFilter g = new LineFilter();
        new Decoder<>(g).getOneStart(bytes("left"));
        L("clone pending:", pending(new Decoder<>(g.fresh())));
    }

    private void blocks() {
        Decoder<byte[]> f = new Decoder<>(BlockFilter.fixed(4));
        L(
                "block fixed:",
                show(f.get(bytes("abcdefghij"))),
                "pend",
                pending(f),
                "put",
                refusal(() -> put(BlockFilter.fixed(4), bytes("ab"), bytes("cde"))));
        f = new Decoder<>(new BlockFilter());
        L(
                "block var put:",
                put(new BlockFilter(), bytes("hello"), bytes("")),
                "get",
                show(f.get(bytes("5\0hel"))),
                show(f.get(bytes("lo3\0abc0\0"))),
                "garbage:");
        Decoder<byte[]> strange = f;
        L("warn:", refusal(() -> strange.get(bytes("xyz2\0hi"))));
        L(show(f.get()));
        L("digits-without-nul pending:", show(f.get(bytes("77"))));
        L(
                "stream get joins:",
                show(new Decoder<>(new StreamFilter()).get(bytes("a"), bytes("b"))),
                "put keeps:",
                put(new StreamFilter(), bytes("a"), bytes("b")));
    }

    private void stacks() {
        StackableFilter<String, String> st = StackableFilter.of(LineFilter.literal("\n"))
                .push(below -> MapFilter.of(
                        below, line -> line.toUpperCase(Locale.ROOT), (String line) -> line.toLowerCase(Locale.ROOT)))
                .push(below -> GrepFilter.of(
                        below, line -> !line.toUpperCase(Locale.ROOT).contains("NO")));
        Decoder<String> f = new Decoder<>(st);
        L(
                "stack get:",
                show(f.get(bytes("a\nno\nb\npart"))),
                "put:",
                put(st, "X", "NOPE", "Y"),
                "pending",
                pending(f),
                "types",
                String.join(",", st.filterTypes()));
        MapFilter<byte[], byte[], String, String> map = MapFilter.multi(
                BlockFilter.fixed(1),
                (record, to) -> {
                    to.accept(text(record));
                    to.accept(text(record) + "2");
                },
                (record, to) -> {});
        f = new Decoder<>(map);
        f.getOneStart(bytes("a"), bytes("b"));
        L("map get_one multi:", show(f.getOne()), show(f.getOne()), show(f.getOne()), "put none", put(map, "q"));
        RecordBlockFilter<String, String> pairs = new RecordBlockFilter<>(digits(), 2);
        Decoder<List<String>> lists = new Decoder<>(pairs);
        L(
                "recordblock get:",
                show(lists.get(bytes("1"), bytes("2"), bytes("3"))),
                show(lists.get(bytes("4"))),
                "put",
                putDigits(pairs, List.of("1", "2", "3"), List.of("4")));
        RecordBlockFilter<String, String> checked = new RecordBlockFilter<>(digits(), 2).checkPut();
        L(
                "recordblock checkput:",
                putDigits(checked, List.of("1", "2", "3"), List.of("4"), List.of("5")),
                "pending",
                show(checked.putPending()));
    }

    private static Filter<String, String> digits() {
        return MapFilter.of(BlockFilter.fixed(1), T37::text, T37::bytes);
    }

    private void references() {
        ReferenceFilter<Object> f = ReferenceFilter.of(Object.class);
        byte[] o = new Encoder<>(f).put(List.of(Map.of("a", 1)));
        String[] wire = text(o).split("\0", 2);
        Map<?, ?> got = (Map<?, ?>) new Decoder<>(f).get(o).get(0);
        L(
                "reference wire prefix:",
                wire[0] + "\\0 + " + wire[0] + " bytes:",
                wire[1].length() == Integer.parseInt(wire[0]) ? "ok" : "no",
                "get a=",
                got.get("a"));
        L("non-ref put:", put(f, "x"));
    }

    private void requests() {
        RequestParser f = new RequestParser();
        RequestHead r = (RequestHead) f.next(Input.of(bytes("GET /x?y=1 HTTP/1.1\r\nHost: h\r\n\r\n")));
        L("http:", "RequestHead", r.method(), r.target(), r.isHttp10() ? "HTTP/1.0" : "HTTP/1.1", r.authority());
        L("bad:", status(new RequestParser(), "BAD\r\n\r\n"));
        L("partial post count", status(new RequestParser(), "POST / HTTP/1.1\r\nContent-Length: 5\r\n\r\nhel"));
        // From here on with Host, where more than its lack is to be seen.
        Decoder<HttpPart> post = new Decoder<>(new RequestParser());
        post.getOneStart(bytes("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhelloEXTRA"));
        post.getOne();
        Content content = (Content) post.getOne().get(0);
        L("post body", text(content.toByteArray()), "pending", pending(post));
        RequestParser three = new RequestParser(HttpLimits.DEFAULT.withContent(3));
        L("too big:", status(three, "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhello"));
        L("bad CL:", status(new RequestParser(), "POST / HTTP/1.1\r\nContent-Length: abc\r\n\r\n"));
        L(
                "pipelined get:",
                new Decoder<>(new RequestParser())
                        .get(bytes("GET /1 HTTP/1.0\r\n\r\nGET /2 HTTP/1.0\r\n\r\n"))
                        .size());
    }

    private static String status(RequestParser parser, String received) {
        try {
            return String.valueOf(parser.next(Input.of(bytes(received))));
        } catch (HttpException e) {
            return "HttpException " + e.status();
        }
    }

    private void responses() {
        ResponseEncoder f = new ResponseEncoder(new DateField(() -> 0));
        for (String label : List.of("put:", "put2:")) {
            RequestHead asked = (RequestHead) new RequestParser().next(Input.of(bytes("GET / HTTP/1.0\r\n\r\n")));
            ResponseHead response = new ResponseHead().answering(asked).content(bytes("body"));
            response.fields().add(FieldName.of("X"), "1");
            L(label, first60(put(f, response)));
        }
    }

    private static String first60(String text) {
        return text.substring(0, Math.min(60, text.length()));
    }

    // ---- the program's sub show

    private static String show(List<?> records) {
        return records.stream().map(T37::shown).collect(Collectors.joining("|"));
    }

    private static String shown(Object record) {
        if (record instanceof List<?> list) {
            return list.stream().map(T37::shown).collect(Collectors.joining(",", "(", ")"));
        }
        String text = record instanceof byte[] bytes ? text(bytes) : record.toString();
        return SPECIAL.matcher(text).replaceAll(found -> switch (found.group().charAt(0)) {
            case '\r' -> "\\\\r";
            case '\n' -> "\\\\n";
            default -> "\\\\0";
        });
    }

    private static String pending(Decoder<?> decoder) {
        byte[] pending = decoder.getPending();
        return pending.length == 0 ? "undef" : shown(pending);
    }

    /** Each record by itself, since Perl's filters answer a list of chunks. */
    @SafeVarargs
    private static <T> String put(OutputFilter<? super T> filter, T... records) {
        List<byte[]> chunks = new ArrayList<>();
        for (T record : records) {
            Output out = new Output(0);
            filter.put(record, out);
            if (!out.isEmpty()) {
                chunks.add(out.toByteArray());
            }
        }
        return show(chunks);
    }

    /** Every byte that is sent is a record. */
    @SafeVarargs
    private static String putDigits(OutputFilter<List<String>> filter, List<String>... lists) {
        Output out = new Output(0);
        for (List<String> list : lists) {
            filter.put(list, out);
        }
        return String.join("|", text(out.toByteArray()).split(""));
    }

    private static String refusal(Runnable code) {
        try {
            code.run();
            return "taken";
        } catch (ProtocolException | IllegalArgumentException e) {
            return e.getMessage();
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(ISO_8859_1);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, ISO_8859_1);
    }
}
