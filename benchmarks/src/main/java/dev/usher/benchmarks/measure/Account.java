package dev.usher.benchmarks.measure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** What the system says of a process and its children (nginx has a worker). Any thread. */
public final class Account {

    private Account() {}

    /** CPU nanoseconds of all threads since they began, in steps of the system's clock (mostly 10 ms). */
    public static long cpuNs(long pid) throws IOException {
        long sum = 0;
        for (ProcessHandle handle : family(pid)) {
            sum += handle.info()
                    .totalCpuDuration()
                    .map(Duration::toNanos)
                    .orElseThrow(
                            () -> new IOException("the system does not tell the CPU time of process " + handle.pid()));
        }
        return sum;
    }

    /** Resident bytes, or -1 where there is no {@code /proc}. */
    public static long residentBytes(long pid) throws IOException {
        long sum = 0;
        for (ProcessHandle handle : family(pid)) {
            Path status = Path.of("/proc/" + handle.pid() + "/status");
            if (!Files.exists(status)) {
                return -1;
            }
            for (String line : Files.readAllLines(status)) {
                if (line.startsWith("VmRSS:")) {
                    sum += Long.parseLong(line.replaceAll("\\D", "")) * 1_024;
                }
            }
        }
        return sum;
    }

    private static List<ProcessHandle> family(long pid) throws IOException {
        ProcessHandle parent = ProcessHandle.of(pid).orElseThrow(() -> new IOException("there is no process " + pid));
        return Stream.concat(Stream.of(parent), parent.descendants()).toList();
    }
}
