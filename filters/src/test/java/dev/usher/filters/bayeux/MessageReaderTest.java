package dev.usher.filters.bayeux;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageReaderTest {
    private final MessageReader reader = new MessageReader(10);

    private List<BayeuxMessage> read(String json) {
        return reader.read(json.replace('\'', '"').getBytes(UTF_8));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "-1.5e-9",
                "12345678901234567890123",
                "1.10",
                "''",
                "'\\u00e9\\ud83d\\ude00\\/'",
                "'\u20ac\u2028'",
                "true",
                "false",
                "null",
                "[]",
                "{}",
                "[1, [2,[ ]] ]",
                "{'a':{'b':[null]}}",
                "'\\u0000'"
            })
    void shouldKeepDataAsItCame(String data) {
        String json = data.replace('\'', '"');

        BayeuxMessage last = read("[{'channel':'/a','data':" + data + "}]").get(0);
        BayeuxMessage spaced =
                read("{ 'data' :\n" + data + " , 'x':[{}], 'channel' : '/a' }").get(0);

        assertEquals(json, last.data().orElseThrow().toString());
        assertEquals("{\"channel\":\"/a\",\"data\":" + json + "}", last.toString());
        assertEquals(last.toString(), spaced.toString());
    }

    @Test
    void shouldReadAnObjectOrAnArrayOfThem() {
        assertEquals(List.of(), read("[]"));
        assertEquals(1, read("{}").size());
        assertEquals(
                List.of("/a", "/b"),
                read(" [{'channel':'/a'},{'channel':'\\u002fb'}] ").stream()
                        .map(BayeuxMessage::channel)
                        .toList());
        assertEquals(1, read("\uFEFF{}").size());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "1",
                "null",
                "[1]",
                "[null]",
                "[[]]",
                "{",
                "[{}",
                "[{}]]",
                "{}{}",
                "{'a'}",
                "{'a':}",
                "{'a':1,}",
                "{a:1}",
                "[{},]",
                "{'data':01}",
                "{'data':'\\x'}",
                "{'data':[}",
                "{'data':nul}",
                "{\0}",
                "{'data':'\t'}"
            })
    void shouldRefuseWhatIsNoBatch(String json) {
        assertEquals(400, assertThrows(BayeuxException.class, () -> read(json)).code());
    }

    @Test
    void shouldRefuseWhatIsNoUtf8() {
        byte[] half = "{\"data\":\"\u20ac\"}".getBytes(UTF_8);
        byte[] cut = half.clone();
        cut[10] = 'x';
        byte[] surrogate = {'{', '"', 'i', 'd', '"', ':', '"', (byte) 0xED, (byte) 0xA0, (byte) 0x80, '"', '}'};

        assertEquals(1, reader.read(half).size());
        assertThrows(BayeuxException.class, () -> reader.read(cut));
        assertThrows(BayeuxException.class, () -> reader.read(surrogate));
        assertThrows(BayeuxException.class, () -> reader.read("{}".getBytes(java.nio.charset.StandardCharsets.UTF_16)));
    }

    @Test
    void shouldLimitTheBatch() {
        assertEquals(10, read("[" + "{},".repeat(9) + "{}]").size());
        assertEquals(
                413,
                assertThrows(BayeuxException.class, () -> read("[" + "{},".repeat(10) + "{}]"))
                        .code());
    }

    @Test
    void shouldTellOfValuesOfTheWrongKind() {
        BayeuxMessage message = read("{'channel':7,'clientId':{},'id':[],'ext':1,'version':null}")
                .get(0);

        assertEquals(Optional.of("channel must be text"), message.fault());
        assertEquals(false, message.hasChannel());
        assertEquals(Optional.empty(), message.clientId());
        assertEquals(Optional.empty(), message.id());
        assertEquals(Optional.empty(), message.version());
        assertEquals(Optional.of("12"), read("{'id':12}").get(0).id());
    }

    @Test
    void shouldRefuseToBuildAnExtThatIsNoObject() {
        MessageBuilder message = BayeuxMessage.on("/a");

        IllegalArgumentException error = assertThrows(IllegalArgumentException.class, () -> message.ext("text"));

        assertEquals("ext must be an object, not \"text\"", error.getMessage());
        assertEquals(Optional.empty(), message.build().ext());
    }

    @Test
    void shouldWriteWhatWasBuiltInOneOrder() {
        BayeuxMessage message = BayeuxMessage.on("/a\"b")
                .data(Map.of("x", List.of(1, true)))
                .id("i")
                .field("own", "\u20ac")
                .ext(Map.of())
                .error(new BayeuxError(404, "a,b", "gone"))
                .advice(Advice.none())
                .build();

        assertEquals(
                "{'channel':'/a\\\"b','successful':false,'id':'i','data':{'x':[1,true]},'ext':{},".replace('\'', '"')
                        + "'advice':{'reconnect':'none'},'error':'404:a,b:gone','own':'\u20ac'}".replace('\'', '"'),
                message.toString());
        assertEquals(
                message.toString(),
                reader.read(message.bytes())
                        .get(0)
                        .change()
                        .field("own", "\u20ac")
                        .build()
                        .toString());
        assertThrows(
                IllegalArgumentException.class, () -> BayeuxMessage.on("/a").field("ext", 1));
    }

    @Test
    void shouldNotWriteWhoSendsIt() {
        BayeuxMessage message = BayeuxMessage.on("/a").data(1).sender("secret").build();

        assertEquals(Optional.of("secret"), message.clientId());
        assertEquals("{\"channel\":\"/a\",\"data\":1}", message.toString());
    }

    @Test
    void shouldSurviveAnything() {
        byte[] good = ("[{\"channel\":\"/a\",\"clientId\":\"c\",\"data\":{\"x\":[1,\"\u20ac\"]},\"id\":\"1\"},"
                        + "{\"channel\":\"/meta/connect\",\"advice\":{\"timeout\":0},\"connectionType\":\"websocket\"}]")
                .getBytes(UTF_8);
        Random random = new Random(1);
        int refused = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = Arrays.copyOf(good, random.nextInt(8) == 0 ? random.nextInt(good.length) : good.length);
            for (int k = random.nextInt(3); k >= 0 && bytes.length > 0; k--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            try {
                for (BayeuxMessage message : reader.read(bytes)) {
                    reader.read(message.bytes()); // what was taken can be sent on
                    message.data().ifPresent(Json::value);
                }
            } catch (BayeuxException e) {
                refused++;
            }
        }
        assertTrue(refused > 10_000, "refused " + refused);
    }
}
