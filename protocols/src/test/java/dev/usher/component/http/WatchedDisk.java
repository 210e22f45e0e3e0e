package dev.usher.component.http;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;

/** The real files, with what was asked of them; opening fails if a test says so. */
final class WatchedDisk implements Disk {
    final List<CountingFile> opened = new ArrayList<>();
    int looked;
    IOException failure;

    @Override
    public BasicFileAttributes attributes(Path file) throws IOException {
        looked++;
        return Disk.REAL.attributes(file);
    }

    @Override
    public FileChannel open(Path file) throws IOException {
        if (failure != null) {
            throw failure;
        }
        CountingFile channel = new CountingFile(Disk.REAL.open(file));
        opened.add(channel);
        return channel;
    }

    boolean isClosed() {
        return opened.stream().noneMatch(FileChannel::isOpen);
    }
}
