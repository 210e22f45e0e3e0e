/**
 * Records a run of a kernel and runs it again.
 *
 * <p>Reading order: {@link dev.usher.recorder.FlightRecorder} stands at a kernel's seams and keeps what passes,
 * {@link dev.usher.recorder.Recording} is what it has kept, in memory or in a file, {@link dev.usher.recorder.Replay}
 * runs a program from it. Inside, Ring holds the last records, Entry is one of them, Values writes and reads payloads,
 * TraceHash says in one number what a run did, the Recording.. and Replay.. classes are the two networks with their
 * child processes, files and TLS engines, and Script is the recording as a replay goes through it.
 */
package dev.usher.recorder;
