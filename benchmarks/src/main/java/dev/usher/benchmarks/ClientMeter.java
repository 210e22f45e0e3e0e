package dev.usher.benchmarks;

import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.LongAdder;

/**
 * Measures the client of its own process: how many answers it gets for a second of the process's CPU time, and of the
 * clock. Says a line and ends the process. Any thread may count answers; a thread of its own looks at the times.
 */
final class ClientMeter {

    private static final long LOOK_MS = 50;
    private static final long LEAST = 1_000; // answers
    private static final long PATIENCE_NS = Duration.ofMinutes(2).toNanos();

    private final LongAdder answers = new LongAdder();
    private final int port;
    private final int connections;
    private final int warmup;
    private final int seconds;

    private ClientMeter(Options options) {
        port = options.number("port");
        connections = options.number("connections");
        warmup = options.number("warmup");
        seconds = options.number("seconds");
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
            long pid = ProcessHandle.current().pid();
            await(pid, 0, Duration.ofSeconds(warmup).toNanos());
            long cpuNs = ServerProcess.cpuNs(pid);
            long beginNs = System.nanoTime();
            long before = answers.sum();
            await(pid, before, cpuNs + Duration.ofSeconds(seconds).toNanos());
            long count = answers.sum() - before;
            cpuNs = ServerProcess.cpuNs(pid) - cpuNs;
            System.out.printf(
                    Locale.ROOT,
                    "answers %d perCpuSecond %.0f perSecond %.0f%n",
                    count,
                    count * 1e9 / Math.max(cpuNs, 1),
                    count * 1e9 / (System.nanoTime() - beginNs));
            Runtime.getRuntime().halt(0);
        } catch (Exception e) {
            fail(e);
        }
    }

    /** Until the process has had so much CPU time, and some answers more have come. */
    private void await(long pid, long before, long cpuNs) throws Exception {
        long beginNs = System.nanoTime();
        while (ServerProcess.cpuNs(pid) < cpuNs || answers.sum() < before + LEAST) {
            Thread.sleep(LOOK_MS);
            if (System.nanoTime() - beginNs > PATIENCE_NS) {
                throw new IllegalStateException("only " + answers.sum() + " answers in two minutes");
            }
        }
    }
}
