package dev.usher.benchmarks.client;

import dev.usher.benchmarks.load.HttpScript;
import dev.usher.benchmarks.measure.Account;
import dev.usher.benchmarks.measure.Options;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;

/**
 * Measures the client of its own process: how many answers it gets, and what CPU time the process takes for each. Says
 * a line and ends the process. Any thread may count answers; a thread of its own looks at the times.
 */
public final class ClientMeter {

    private static final long LOOK_MS = 50;
    private static final long LEAST = 1_000; // answers
    private static final int PATIENCE = 5;
    private static final long STALL_NS = Duration.ofSeconds(10).toNanos();

    /**
     * What a client measured.
     *
     * @param answers that came, and were right
     * @param seconds how long it measured
     * @param cpuUs microseconds of CPU that its process took per answer
     */
    public record Result(long answers, double seconds, double cpuUs) {

        @Override
        public String toString() {
            return answers + " " + seconds + " " + cpuUs;
        }

        /** Reads what {@link #toString} wrote. */
        public static Result parse(String line) {
            String[] words = line.split(" ");
            return new Result(Long.parseLong(words[0]), Double.parseDouble(words[1]), Double.parseDouble(words[2]));
        }
    }

    private final LongAdder answers = new LongAdder();
    private final long pid = ProcessHandle.current().pid();
    private final int port;
    private final int connections;
    private final long warmupNs;
    private final long measuredNs;

    private ClientMeter(Options options) {
        port = options.number("port");
        connections = options.number("connections");
        warmupNs = Duration.ofSeconds(options.number("warmup")).toNanos();
        measuredNs = Duration.ofSeconds(options.number("seconds")).toNanos();
    }

    /** Begins to measure, by the command line of a client. */
    static ClientMeter of(String[] arguments) {
        ClientMeter meter =
                new ClientMeter(Options.of(arguments, "port", "0", "connections", "50", "warmup", "3", "seconds", "5"));
        Thread thread = new Thread(meter::measure, "meter");
        thread.setDaemon(true);
        thread.start();
        return meter;
    }

    int port() {
        return port;
    }

    /** How many requests shall be under way. */
    int connections() {
        return connections;
    }

    String uri() {
        return "http://127.0.0.1:" + port + HttpScript.TARGET;
    }

    /** An answer has come, and is looked at. */
    void answered(int status, String body) {
        if (status != 200 || !body.equals(HttpScript.BODY)) {
            fail("a wrong answer: " + status + " " + body);
        }
        answers.increment();
    }

    /** Ends the process. */
    void fail(Object why) {
        System.err.println("the client failed: " + why);
        Runtime.getRuntime().halt(1);
    }

    private void measure() {
        try {
            long startNs = System.nanoTime();
            // On a crowded core a client gets but a part of the time, and would be measured while it is still compiled.
            await(() -> Account.cpuNs(pid) >= warmupNs || System.nanoTime() - startNs >= PATIENCE * warmupNs);
            long cpuNs = Account.cpuNs(pid);
            long beginNs = System.nanoTime();
            long before = answers.sum();
            await(() -> System.nanoTime() - beginNs >= measuredNs);
            long count = answers.sum() - before;
            double tookNs = System.nanoTime() - beginNs;
            cpuNs = Account.cpuNs(pid) - cpuNs;
            System.out.println(new Result(count, tookNs / 1e9, cpuNs / 1e3 / count));
            Runtime.getRuntime().halt(0);
        } catch (Exception e) {
            fail(e);
        }
    }

    /** What is waited for. */
    @FunctionalInterface
    private interface Condition {

        boolean isMet() throws IOException;
    }

    /** Until a condition is met, and some more answers have come. */
    private void await(Condition enough) throws IOException, InterruptedException {
        long before = answers.sum();
        long last = before;
        long heardNs = System.nanoTime();
        while (!enough.isMet() || last < before + LEAST) {
            Thread.sleep(LOOK_MS);
            long now = System.nanoTime();
            long sum = answers.sum();
            if (sum > last) {
                last = sum;
                heardNs = now;
            } else if (now - heardNs > STALL_NS) {
                throw new IOException("no answer for 10 seconds");
            }
        }
    }
}
