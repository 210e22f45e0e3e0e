package dev.usher.transcripts;

/** Parts of Usher, in the order of the table of differences. */
enum Part {
    KERNEL,
    WHEELS,
    FILTERS,
    SERVERS
}
