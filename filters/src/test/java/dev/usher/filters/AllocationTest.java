package dev.usher.filters;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.usher.filter.Filter;
import dev.usher.filter.Input;
import dev.usher.filter.Output;
import java.lang.management.ManagementFactory;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Beside the records that they give, filters make nothing once their thread has used them; putting makes nothing. */
class AllocationTest {
    private static final int WARM = 20_000;
    private static final int COUNTED = 10_000;

    private static final String TEXT = "a line of forty-eight bytes, as programs send it";
    private static final int BYTES = 16 + 48; // an array's head and what it holds
    private static final int STRING = 24 + BYTES;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** Bytes for each turn, in which a record is put and given back. */
    private <T> long perRecord(Filter<T, T> filter, T record) {
        Input input = new Input(256);
        Output output = new Output(256);
        turns(filter, record, input, output, WARM);
        long before = threads.getCurrentThreadAllocatedBytes();
        int given = turns(filter, record, input, output, COUNTED);
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        assertEquals(COUNTED, given);
        return allocated / COUNTED;
    }

    private static <T> int turns(Filter<T, T> filter, T record, Input input, Output output, int turns) {
        int given = 0;
        for (int i = 0; i < turns; i++) {
            output.clear();
            filter.put(record, output);
            input.clear();
            input.append(output.array(), output.head(), output.size());
            given += filter.next(input) == null ? 0 : 1;
            given -= filter.next(input) == null ? 0 : 1;
        }
        return given;
    }

    private void makesNothingButStrings(Filter<String, String> filter) {
        long bytes = perRecord(filter, TEXT);
        assertTrue(bytes <= STRING, bytes + " bytes for a line, of which its text needs " + STRING);
    }

    private void makesNothingButArrays(Filter<byte[], byte[]> filter) {
        long bytes = perRecord(filter, FilterCases.bytes(TEXT));
        assertTrue(bytes <= BYTES, bytes + " bytes for a block, which itself needs " + BYTES);
    }

    @Test
    void shouldMakeNothingButTheTextOfALine() {
        makesNothingButStrings(new LineFilter());
        makesNothingButStrings(LineFilter.literal("\r\n"));
        makesNothingButStrings(LineFilter.autodetect());
        makesNothingButStrings(GrepFilter.of(new LineFilter(), line -> !line.isEmpty()));
    }

    @Test
    void shouldMakeNothingButTheTextOfALineOfAPattern() {
        makesNothingButStrings(new LineFilter().inputRegexp(Pattern.compile("\r\n")));
    }

    @Test
    void shouldMakeNothingButTheBytesOfABlock() {
        makesNothingButArrays(new BlockFilter());
        makesNothingButArrays(BlockFilter.fixed(TEXT.length()));
        makesNothingButArrays(new StreamFilter());
    }
}
