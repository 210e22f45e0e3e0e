package dev.usher.recorder;

import java.time.Instant;

/** The two clocks of a recording, each reading of which is recorded as the step from the one before. One thread. */
final class Times {
    private long nanos;
    private long wallSecond;
    private int wallNano;

    void from(Times other) {
        nanos = other.nanos;
        wallSecond = other.wallSecond;
        wallNano = other.wallNano;
    }

    long nanos() {
        return nanos;
    }

    Instant wall() {
        return Instant.ofEpochSecond(wallSecond, wallNano);
    }

    void nanos(Output out, long now) {
        out.signed(now - nanos);
        nanos = now;
    }

    void wall(Output out, Instant now) {
        out.signed(now.getEpochSecond() - wallSecond);
        out.number(now.getNano());
        wallSecond = now.getEpochSecond();
        wallNano = now.getNano();
    }

    /** Goes on by what a record says, if it is of one of the clocks. */
    void pass(Kind kind, Input body) {
        if (kind == Kind.NANO_TIME) {
            nanos += body.signed();
        } else if (kind == Kind.WALL_TIME) {
            wallSecond += body.signed();
            wallNano = body.count();
        }
    }

    void write(Output out) {
        out.int64(nanos);
        out.int64(wallSecond);
        out.int32(wallNano);
    }

    static Times read(Input in) {
        Times times = new Times();
        times.nanos = in.int64();
        times.wallSecond = in.int64();
        times.wallNano = in.int32();
        return times;
    }
}
