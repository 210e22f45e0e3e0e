package dev.usher.transcripts;

import dev.usher.filter.Filter;
import dev.usher.filter.Input;
import dev.usher.filter.Output;
import dev.usher.filters.LineFilter;
import dev.usher.kernel.Event;
import dev.usher.kernel.IoError;
import dev.usher.wheel.ReadWrite;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What a wheel does when it is paused, closed, shut down or given another filter in the middle of a burst. */
@Difference(
        part = Part.WHEELS,
        poe = "pausing, closing or switching the filter in the middle of a burst takes effect after it",
        usher = "it takes effect before the next record",
        because = "a defect")
final class T30 extends Port {
    static final Event<String> IN = Event.named("in", String.class);
    static final Event<IoError> ERR = Event.named("err", IoError.class);
    static final Event<Void> END = Event.named("end");

    static final class Heap {
        ReadWrite<String, String> w;
    }

    @Override
    void program() throws Exception {
        for (String mode : List.of("pause", "delete", "shutdown_input", "setfilter")) {
            Sockets.Pair pair = sockets.pair();
            sockets.syswrite(pair.b(), mode.equals("setfilter") ? "1\n2\nabcdefgh" : "1\n2\n3\n4\n");
            S(mode, new Heap(), s -> {
                s.start((heap, poe) -> {
                    heap.w = ReadWrite.with(new LineFilter())
                            .inputEvent(IN)
                            .errorEvent(ERR)
                            .open(poe, pair.a());
                    poe.delay(END, seconds(0.1));
                });
                s.on(IN, (heap, poe, record) -> {
                    L(mode + " in", record);
                    if (record.equals("2")) {
                        switch (mode) {
                            case "pause" -> heap.w.pauseInput();
                            case "delete" -> heap.w.close();
                            case "shutdown_input" -> heap.w.shutdownInput();
                            default -> {
                                L("before set_input_filter");
                                heap.w.inputFilter(new Blocks(3));
                                L("after set_input_filter");
                            }
                        }
                    }
                });
                s.on(
                        ERR,
                        (heap, poe, error) -> L(
                                mode + " err", error.operation(), error.errno().number()));
                s.on(END, (heap, poe) -> {
                    L("end");
                    heap.w.close();
                    pair.b().close();
                });
            });
            kernel.run();
        }
    }

    /** Blocks of one size. */
    private record Blocks(int size) implements Filter<String, String> {
        @Override
        public String next(Input input) {
            return input.remaining() < size ? null : input.take(size, StandardCharsets.ISO_8859_1);
        }

        @Override
        public void put(String block, Output out) {
            out.put(block.getBytes(StandardCharsets.ISO_8859_1));
        }

        @Override
        public Blocks fresh() {
            return this;
        }
    }
}
