package dev.usher.wheel;

import dev.usher.driver.FileRegion;
import dev.usher.filter.Filter;
import dev.usher.filter.Input;
import dev.usher.filter.Output;
import dev.usher.filter.Source;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Reads lines. Writes {@code long} as bytes that are lent, {@code shared} as the same bytes shared, {@code file} as a
 * bracket and a file, {@code source} as a source; everything else as it is. Has no state but what a test gives it.
 */
final class Wire implements Filter<String, String> {
    static final int BLOCK = 7_500;

    final List<FileChannel> channels = new ArrayList<>();
    final byte[] bytes;
    Path file;
    Supplier<Source> source;
    private final Lines lines = new Lines();

    Wire(byte[] bytes) {
        this.bytes = bytes;
    }

    @Override
    public String next(Input input) {
        return lines.next(input);
    }

    @Override
    public void put(String record, Output out) {
        switch (record) {
            case "long" -> out.putLast(bytes, 0, bytes.length);
            case "shared" -> out.putShared(bytes, 0, bytes.length);
            case "source" -> out.put(source.get());
            case "file" -> {
                out.put((byte) '(');
                out.put(opened());
            }
            default -> out.put(record.getBytes());
        }
    }

    private FileRegion opened() {
        try {
            FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
            channels.add(channel);
            return new FileRegion(channel, 0, channel.size(), BLOCK, true);
        } catch (IOException e) {
            throw new IllegalArgumentException(e);
        }
    }

    @Override
    public Wire fresh() {
        return this;
    }
}
