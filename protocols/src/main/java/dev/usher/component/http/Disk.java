package dev.usher.component.http;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;

/** The seam to files. Blocks as long as the disk takes. */
interface Disk {
    Disk REAL = new Disk() {
        @Override
        public BasicFileAttributes attributes(Path file) throws IOException {
            return Files.readAttributes(file, BasicFileAttributes.class);
        }

        @Override
        public FileChannel open(Path file) throws IOException {
            return FileChannel.open(file, StandardOpenOption.READ);
        }
    };

    BasicFileAttributes attributes(Path file) throws IOException;

    FileChannel open(Path file) throws IOException;
}
