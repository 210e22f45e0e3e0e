package dev.usher.filters;

import dev.usher.filter.Filter;
import dev.usher.filter.Input;
import dev.usher.filter.Output;
import java.util.ArrayList;
import java.util.List;

/**
 * Groups the records of a filter below it by a fixed number (POE::Filter::RecordBlock). Belongs to one wheel and its
 * thread.
 *
 * <pre>{@code
 * new RecordBlockFilter<>(new LineFilter(), 3)               lists of three lines; lists of any size put
 * new RecordBlockFilter<>(new LineFilter(), 3).checkPut()    sends threes only and keeps the rest for later
 * }</pre>
 *
 * <p>Records of a group that is not full are kept as records: {@link #pending} tells them when the wheel is given
 * another filter, to which they do not come.
 *
 * @param <I> the records in the lists it gives
 * @param <O> the records in the lists it takes
 */
public final class RecordBlockFilter<I, O> implements Filter<List<I>, List<O>> {
    private final Filter<I, O> below;
    private final int blockSize;
    private final boolean checkPut;
    private List<I> received;
    private List<O> waiting = List.of();

    /**
     * Lists of any size may be put.
     *
     * @param below where records come from and go to
     * @param blockSize records in each list given, 1 or more
     */
    public RecordBlockFilter(Filter<I, O> below, int blockSize) {
        this(below, blockSize, false);
    }

    private RecordBlockFilter(Filter<I, O> below, int blockSize, boolean checkPut) {
        if (blockSize <= 0) {
            throw new IllegalArgumentException("blockSize must be 1 or more, not " + blockSize);
        }
        this.below = below;
        this.blockSize = blockSize;
        this.checkPut = checkPut;
    }

    /**
     * Sends records in full blocks only: what is put beyond waits in {@link #putPending} for more.
     *
     * @return a new filter
     */
    public RecordBlockFilter<I, O> checkPut() {
        return new RecordBlockFilter<>(below.fresh(), blockSize, true);
    }

    /** @return records in each list */
    public int blockSize() {
        return blockSize;
    }

    /** Takes one full list, which is the caller's from then on. */
    @Override
    public List<I> next(Input input) {
        if (received == null) {
            I first = below.next(input);
            if (first == null) {
                return null;
            }
            received = new ArrayList<>();
            received.add(first);
        }
        while (received.size() < blockSize) {
            I record = below.next(input);
            if (record == null) {
                return null;
            }
            received.add(record);
        }
        List<I> full = received;
        received = null;
        return full;
    }

    /**
     * Sends the records of a list, in the order of the list.
     *
     * @throws IllegalArgumentException if one of them has no form on the wire; then none is sent or kept. (Of records
     *     that a {@link #checkPut} filter below this one has sent by then, some may be sent again.)
     */
    @Override
    public void put(List<O> records, Output out) {
        int waited = waiting.size();
        int all = waited + records.size();
        int sent = checkPut ? all - all % blockSize : all;
        int start = out.size();
        boolean whole = false;
        try {
            for (int i = 0; i < sent; i++) {
                below.put(i < waited ? waiting.get(i) : records.get(i - waited), out);
            }
            whole = true;
        } finally {
            if (!whole) {
                out.truncate(start);
            }
        }
        keep(records, waited, sent);
    }

    private void keep(List<O> records, int waited, int sent) {
        if (sent == waited + records.size()) {
            waiting = List.of();
        } else if (sent > 0) {
            waiting = new ArrayList<>(records.subList(sent - waited, records.size()));
        } else if (waited == 0) {
            waiting = new ArrayList<>(records);
        } else {
            waiting.addAll(records);
        }
    }

    /** @return a copy of the records received that do not fill a list yet */
    public List<I> pending() {
        return received == null ? List.of() : List.copyOf(received);
    }

    /** @return a copy of the records put that do not fill a block yet; none without {@link #checkPut} */
    public List<O> putPending() {
        return List.copyOf(waiting);
    }

    @Override
    public boolean canGoOn() {
        return below.canGoOn();
    }

    @Override
    public boolean wantsTurn() {
        return below.wantsTurn();
    }

    @Override
    public RecordBlockFilter<I, O> fresh() {
        return new RecordBlockFilter<>(below.fresh(), blockSize, checkPut);
    }

    @Override
    public String toString() {
        return "RecordBlockFilter[" + below + ", blockSize " + blockSize + (checkPut ? ", checkPut" : "") + "]";
    }
}
