package dev.usher.kernel;

import dev.usher.network.Disk;
import dev.usher.network.Network;
import dev.usher.network.NioNetwork;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * A kernel's ends to what is outside: those that its builder says, or what stands at the seams instead. Immutable.
 *
 * @param clock its time
 * @param network its links
 * @param entropy its chance; null for the machine's
 * @param processes its child processes
 * @param disk its files
 * @param offloads who does its offloaded work; null for the machine's
 * @param neighbours the kernels that its URIs reach
 * @param seams who stands at the seams; null for nobody
 */
record Ends(
        Clock clock,
        Network network,
        Consumer<byte[]> entropy,
        Processes processes,
        Disk disk,
        Executor offloads,
        Neighbours neighbours,
        Seams seams) {

    static Ends of(KernelBuilder builder) {
        Network network = builder.network == null ? new NioNetwork() : builder.network;
        Seams seams = builder.seams;
        if (seams == null) {
            return new Ends(
                    builder.clock,
                    network,
                    builder.entropy,
                    builder.processes,
                    builder.disk,
                    builder.offloadExecutor,
                    builder.neighbours,
                    null);
        }
        return new Ends(
                seams.clock(builder.clock),
                seams.network(network),
                seams.entropy(Entropy.source(builder.entropy)),
                seams.processes(builder.processes),
                seams.disk(builder.disk),
                seams.offloads(Offloads.executor(builder.offloadExecutor)),
                seams.neighbours(builder.neighbours),
                seams);
    }
}
