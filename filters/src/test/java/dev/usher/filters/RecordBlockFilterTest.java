package dev.usher.filters;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.usher.filter.Input;
import dev.usher.filter.Output;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecordBlockFilterTest {

    @Test
    void shouldGroupRecords() {
        FilterCases.of(() -> pairs())
                .when("1\n2\n3\n4\n")
                .gives(List.of("1", "2"), List.of("3", "4"))
                .leavesNothing();
    }

    @Test
    void shouldKeepTheRecordsThatDoNotFillAList() {
        RecordBlockFilter<String, String> filter = pairs();
        Input input = Input.of(FilterCases.bytes("1\n2\n3\npart"));

        assertEquals(List.of("1", "2"), filter.next(input));
        assertNull(filter.next(input));

        assertEquals(List.of("3"), filter.pending());
        assertEquals(4, input.remaining());
        input.append(FilterCases.bytes("\n"), 0, 1);
        assertEquals(List.of("3", "part"), filter.next(input));
        assertEquals(List.of(), filter.pending());
    }

    @Test
    void shouldGiveListsThatAreTheCallers() {
        RecordBlockFilter<String, String> filter = pairs();
        Input input = Input.of(FilterCases.bytes("1\n2\n3\n4\n"));
        List<String> first = filter.next(input);
        List<String> second = filter.next(input);
        first.add("mine");

        assertEquals(List.of("3", "4"), second);
    }

    @Test
    void shouldPutListsOfAnySize() {
        Output out = new Output(8);
        RecordBlockFilter<String, String> filter = pairs();

        filter.put(List.of("1", "2", "3"), out);
        filter.put(List.of(), out);
        filter.put(List.of("4"), out);

        assertEquals("1\r\n2\r\n3\r\n4\r\n", FilterCases.text(out.toByteArray()));
        assertEquals(List.of(), filter.putPending());
    }

    @Test
    void shouldPutFullBlocksOnlyWhenPutIsChecked() {
        Output out = new Output(8);
        RecordBlockFilter<String, String> filter = triples();

        filter.put(List.of("1"), out);
        filter.put(List.of("2"), out);
        assertEquals("", FilterCases.text(out.toByteArray()));
        assertEquals(List.of("1", "2"), filter.putPending());

        filter.put(List.of("3", "4", "5", "6", "7"), out);
        assertEquals("1\r\n2\r\n3\r\n4\r\n5\r\n6\r\n", FilterCases.text(out.toByteArray()));
        assertEquals(List.of("7"), filter.putPending());

        filter.put(List.of("8", "9"), out);
        assertEquals(List.of(), filter.putPending());
    }

    @Test
    void shouldNotKeepTheCallersList() {
        RecordBlockFilter<String, String> filter = triples();
        List<String> mine = new ArrayList<>(List.of("1"));
        filter.put(mine, new Output(8));
        mine.set(0, "other");

        assertEquals(List.of("1"), filter.putPending());
    }

    @Test
    void shouldSendAndKeepNothingOfAListWithARecordThatHasNoForm() {
        Output out = new Output(8);
        RecordBlockFilter<String, String> filter = triples();
        filter.put(List.of("1", "2"), out);

        assertThrows(IllegalArgumentException.class, () -> filter.put(List.of("3", "4", "5", "\u20ac"), out));

        assertEquals(0, out.size());
        assertEquals(List.of("1", "2"), filter.putPending());
    }

    @Test
    void shouldRememberNothingWhenFresh() {
        RecordBlockFilter<String, String> used = triples();
        used.put(List.of("1"), new Output(8));
        assertNull(used.next(Input.of(FilterCases.bytes("1\n"))));

        assertEquals(List.of(), used.fresh().pending());
        assertEquals(List.of(), used.fresh().putPending());
        assertEquals(3, used.fresh().blockSize());
    }

    @Test
    void shouldRefuseBlocksOfNothing() {
        assertThrows(IllegalArgumentException.class, () -> new RecordBlockFilter<>(new LineFilter(), 0));
    }

    @Test
    void shouldGiveBackAnyFullListsWhateverTheCuts() {
        RoundTrip.check(
                () -> triples(), random -> List.of("" + random.nextInt(), "", "" + random.nextInt(9)), list -> list);
        RoundTrip.check(() -> pairs(), random -> List.of("" + random.nextInt(), "" + random.nextInt(9)), list -> list);
    }

    private static RecordBlockFilter<String, String> pairs() {
        return new RecordBlockFilter<>(new LineFilter(), 2);
    }

    private static RecordBlockFilter<String, String> triples() {
        return new RecordBlockFilter<>(new LineFilter(), 3).checkPut();
    }
}
