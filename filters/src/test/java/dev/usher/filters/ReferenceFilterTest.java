package dev.usher.filters;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.filter.Decoder;
import dev.usher.filter.Encoder;
import dev.usher.filter.Input;
import dev.usher.filter.Output;
import dev.usher.filter.ProtocolException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ReferenceFilterTest {
    private static final String NUT = "{\"name\":\"nut\",\"count\":3}";
    private static final Item NUTS = new Item("nut", 3);

    record Item(String name, int count) {}

    @Test
    void shouldGiveRecordsOfJson() {
        FilterCases.of(ReferenceFilterTest::items)
                .when("24\0" + NUT + "12\0{\"count\":-1}")
                .gives(NUTS, new Item(null, -1))
                .leavesNothing();
    }

    @Test
    void shouldPutALengthAndJson() {
        assertEquals("24\0" + NUT + "24\0" + NUT, put(items(), NUTS, NUTS));
    }

    @Test
    void shouldCountTheLengthInBytes() {
        byte[] sent = new Encoder<>(items()).put(List.of(new Item("\u20ac", 1)));

        assertEquals("24\0{\"name\":\"\u20ac\",\"count\":1}", new String(sent, UTF_8));
        assertEquals(List.of(new Item("\u20ac", 1)), new Decoder<>(items()).get(sent));
    }

    @Test
    void shouldGiveMapsAndListsWhenTheTypeIsObject() {
        ReferenceFilter<Object> filter = ReferenceFilter.of(Object.class);
        Object value = Map.of("a", List.of(1, "two", true));

        assertEquals(List.of(value), new Decoder<>(filter).get(new Encoder<>(filter).put(List.of(value))));
    }

    @Test
    void shouldRefuseWhatIsNoJsonOfItsTypeAndGoOnBehindIt() {
        FilterCases.of(ReferenceFilterTest::items)
                .when("3\0{x}24\0" + NUT + "2\0[]" + "4\0null" + "0\000024\0" + NUT)
                .gives(
                        FilterCases.refusal("not the JSON of a dev.usher.filters.ReferenceFilterTest$Item"),
                        NUTS,
                        FilterCases.refusal("not the JSON of a"),
                        FilterCases.refusal("must not be null"),
                        FilterCases.refusal("not the JSON of a"),
                        NUTS)
                .leavesNothing();
    }

    @Test
    void shouldRefuseJsonWithSomethingBehindIt() {
        String message = refusalOf(items(), "26\0" + NUT + "{}");

        assertTrue(message.contains("not the JSON"), message);
    }

    /** A class named by the peer is never made: its name is text like any other. */
    @Test
    void shouldMakeNoClassThatThePeerNames() {
        Object made = new Decoder<>(ReferenceFilter.of(Object.class))
                .get(FilterCases.bytes("27\0[\"java.io.File\",{\"path\":1}]"))
                .get(0);

        assertEquals(List.of("java.io.File", Map.of("path", 1)), made);
    }

    @Test
    void shouldRefuseJsonThatNestsWithoutEnd() {
        String message = refusalOf(ReferenceFilter.of(Object.class), "100000\0" + "[".repeat(100_000));

        assertTrue(message.contains("nesting depth"), message);
    }

    @Test
    void shouldSayWhereJsonIsWrong() {
        String message = refusalOf(items(), "13\0{\"count\": no}");

        assertTrue(message.contains("line 1, column"), message);
    }

    @Test
    void shouldReadWhatCompressZlibWrites() {
        byte[] perl = HexFormat.of().parseHex("789cab56ca4bcc4d55b252ca2b2d51d2514ace2fcd2b51b232ae0500611b07b9");
        Input input = Input.of(FilterCases.bytes(perl.length + "\0" + FilterCases.text(perl)));

        assertEquals(NUTS, items().compression().next(input));
        assertTrue(input.isEmpty());
    }

    @Test
    void shouldRefuseWhatIsNotCompressedAndGoOnBehindIt() {
        String whole = put(items().compression(), NUTS);
        int length = Integer.parseInt(whole.substring(0, whole.indexOf(0)));
        String packed = whole.substring(whole.indexOf(0) + 1);
        FilterCases.of(() -> items().compression())
                .when("24\0" + NUT + (length - 1) + "\0" + packed.substring(0, length - 1) + (length + 2) + "\0"
                        + packed + "!!" + whole)
                .gives(
                        FilterCases.refusal("not compressed in zlib's format"),
                        FilterCases.refusal("ends in its middle"),
                        FilterCases.refusal("2 bytes behind the end of a compressed value"),
                        NUTS)
                .leavesNothing();
    }

    @Test
    void shouldNotInflateMoreThanItsLimit() {
        ReferenceFilter<Item> filter = items().compression();
        String bomb = put(filter, new Item("x".repeat(2_000_000), 1)) + put(filter, NUTS);
        assertTrue(bomb.length() < 10_000);
        Input input = Input.of(FilterCases.bytes(bomb));

        String message =
                assertThrows(ProtocolException.class, () -> filter.next(input)).getMessage();

        assertTrue(message.contains("more bytes than maxLength 1048576"), message);
        assertEquals(NUTS, filter.next(input));
    }

    @Test
    void shouldTakeACompressedValueThatInflatesToExactlyItsLimit() {
        Item value = new Item("n".repeat(1_000), 1);
        int length = "{\"name\":\"\",\"count\":1}".length() + 1_000;
        String sent = put(items().compression(), value);

        assertEquals(value, items().compression().maxLength(length).next(Input.of(FilterCases.bytes(sent))));
        assertTrue(refusalOf(items().compression().maxLength(length - 1), sent).contains("maxLength " + (length - 1)));
    }

    @Test
    void shouldRefuseAValueLongerThanItsLimit() {
        assertTrue(refusalOf(items().maxLength(23), "24\0").contains("24 bytes, where maxLength allows 23"));
    }

    @Test
    void shouldUseTheSerializerItIsGiven() {
        FilterCases.of(() -> new ReferenceFilter<>(new Hex()))
                .when("2\0ff1\0g1\00010")
                .gives(255, FilterCases.refusal("no hexadecimal number: g"), 1)
                .leaves("0");
        assertEquals("2\0ff", put(new ReferenceFilter<>(new Hex()), 255));
    }

    @Test
    void shouldAppendNothingWhenAValueCannotBeWritten() {
        for (ReferenceFilter<Object> filter : List.of(
                ReferenceFilter.of(Object.class),
                ReferenceFilter.of(Object.class).compression())) {
            Output out = new Output(8);
            filter.put("before", out);
            int size = out.size();

            String message = assertThrows(
                            IllegalArgumentException.class, () -> filter.put(List.of("a", new Broken()), out))
                    .getMessage();

            assertTrue(message.contains("as JSON: ") && message.contains("on purpose"), message);
            assertEquals(size, out.size());
        }
    }

    /** POE: "Choking on a non-reference". */
    @Test
    void shouldRefuseToPutNull() {
        assertThrows(IllegalArgumentException.class, () -> items().put(null, new Output(8)));
    }

    @Test
    void shouldNameASerializerThatMakesNull() {
        Serializer<String> broken = new Serializer<>() {
            @Override
            public void freeze(String value, Output out) {}

            @Override
            public String thaw(byte[] bytes, int offset, int length) {
                return null;
            }

            @Override
            public String toString() {
                return "nothing at all";
            }
        };

        String message = assertThrows(
                        IllegalStateException.class,
                        () -> new ReferenceFilter<>(broken).next(Input.of(FilterCases.bytes("1\0x"))))
                .getMessage();

        assertTrue(message.contains("nothing at all made null of 1 bytes"), message);
    }

    /** A serializer may use a compressing filter itself, in the middle of another one's value. */
    @Test
    void shouldCompressInsideOfASerializerThatCompresses() {
        Serializer<Item> nested = new Serializer<>() {
            @Override
            public void freeze(Item value, Output out) {
                out.put((byte) '<');
                items().compression().put(value, out);
                out.put((byte) '>');
            }

            @Override
            public Item thaw(byte[] bytes, int offset, int length) {
                Input inner =
                        Input.of(FilterCases.bytes(FilterCases.text(bytes).substring(offset + 1, offset + length - 1)));
                Item item = items().compression().next(inner);
                assertEquals('>', bytes[offset + length - 1]);
                return item;
            }
        };
        ReferenceFilter<Item> filter = new ReferenceFilter<>(nested).compression();

        assertEquals(List.of(NUTS, NUTS), new Decoder<>(filter).get(FilterCases.bytes(put(filter, NUTS, NUTS))));
    }

    @Test
    void shouldGiveBackAnyValuesWhateverTheCuts() {
        RoundTrip.check(ReferenceFilterTest::items, ReferenceFilterTest::anyItem, item -> item);
        RoundTrip.check(() -> items().compression(), ReferenceFilterTest::anyItem, item -> item);
        RoundTrip.check(() -> new ReferenceFilter<>(new Hex()), Random::nextInt, item -> item);
    }

    private static Item anyItem(Random random) {
        String name = FilterCases.text(BlockFilterTest.anyBlock(random));
        return new Item(random.nextBoolean() ? name : name + "\u20ac\ud83d\ude00\u0000", random.nextInt());
    }

    private static ReferenceFilter<Item> items() {
        return ReferenceFilter.of(Item.class);
    }

    @SafeVarargs
    private static <T> String put(ReferenceFilter<T> filter, T... values) {
        Output out = new Output(8);
        for (T each : values) {
            filter.put(each, out);
        }
        return FilterCases.text(out.toByteArray());
    }

    private static String refusalOf(ReferenceFilter<?> filter, String received) {
        return assertThrows(ProtocolException.class, () -> filter.next(Input.of(FilterCases.bytes(received))))
                .getMessage();
    }

    static final class Broken {
        public String getName() {
            throw new IllegalStateException("on purpose");
        }
    }

    private static final class Hex implements Serializer<Integer> {
        @Override
        public void freeze(Integer value, Output out) {
            out.put(FilterCases.bytes(Integer.toHexString(value)));
        }

        @Override
        public Integer thaw(byte[] bytes, int offset, int length) {
            String text = FilterCases.text(bytes).substring(offset, offset + length);
            try {
                return Integer.parseUnsignedInt(text, 16);
            } catch (NumberFormatException e) {
                throw new ProtocolException("no hexadecimal number: " + text);
            }
        }
    }
}
