package dev.usher.recorder;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/** Sums of bytes (CRC-32C). One thread. */
final class Checks {
    private final CRC32C crc = new CRC32C();

    int of(byte[] bytes, int from, int count) {
        crc.reset();
        crc.update(bytes, from, count);
        return (int) crc.getValue();
    }

    /** Of a part of a buffer, whose position and limit stay. */
    int of(ByteBuffer buffer, int from, int count) {
        int position = buffer.position();
        int limit = buffer.limit();
        crc.reset();
        crc.update(buffer.limit(from + count).position(from));
        buffer.limit(limit).position(position);
        return (int) crc.getValue();
    }
}
