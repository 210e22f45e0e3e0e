package dev.usher.kernel;

import dev.usher.network.StreamLink;
import java.util.Optional;

/**
 * A child process that has been started, and our ends of its standard streams: those that are pipes. Whoever gets it
 * closes the links.
 *
 * @param process the process
 * @param stdin what we write and it reads
 * @param stdout what it writes and we read; the same link as stdin on a terminal
 * @param stderr what it writes beside
 */
public record Spawned(
        Process process, Optional<StreamLink> stdin, Optional<StreamLink> stdout, Optional<StreamLink> stderr) {}
