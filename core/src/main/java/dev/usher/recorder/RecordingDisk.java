package dev.usher.recorder;

import dev.usher.network.Disk;
import dev.usher.network.FileStatus;
import dev.usher.network.OpenFile;
import dev.usher.network.StreamLink;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/** Files of which is recorded what was read. The kernel's thread; what others ask is none of the kernel's input. */
final class RecordingDisk implements Disk {
    private final FlightRecorder recorder;
    private final Disk real;

    RecordingDisk(FlightRecorder recorder, Disk real) {
        this.recorder = recorder;
        this.real = real;
    }

    @Override
    public FileStatus status(Path path) throws IOException {
        if (!recorder.isOwn()) {
            return real.status(path);
        }
        FileStatus status = null;
        IOException failure = null;
        try {
            status = real.status(path);
        } catch (IOException e) {
            failure = e;
        }
        Output record = begin(Kind.FILE_STATUS, path, failure);
        record.octet(status.kind().ordinal());
        record.text(status.identity().toString());
        record.signed(status.links());
        record.signed(status.size());
        recorder.end();
        return status;
    }

    @Override
    public OpenFile open(Path path) throws IOException {
        if (!recorder.isOwn()) {
            return real.open(path);
        }
        OpenFile opened = null;
        IOException failure = null;
        try {
            opened = real.open(path);
        } catch (IOException e) {
            failure = e;
        }
        long id = opened(begin(Kind.FILE_OPEN, path, failure));
        return new RecordingFile(opened, id);
    }

    @Override
    public StreamLink openStream(Path path) throws IOException {
        if (!recorder.isOwn()) {
            return real.openStream(path);
        }
        StreamLink opened = null;
        IOException failure = null;
        try {
            opened = real.openStream(path);
        } catch (IOException e) {
            failure = e;
        }
        long id = opened(begin(Kind.STREAM_OPEN, path, failure));
        return new RecordingStreamLink(recorder, opened, id);
    }

    private Output begin(Kind kind, Path path, IOException failure) throws IOException {
        Output record = recorder.begin(kind);
        record.text(path.toString());
        if (failure != null) {
            throw recorder.failed(failure);
        }
        record.bool(true);
        return record;
    }

    private long opened(Output record) {
        long id = recorder.newLink();
        record.number(id);
        recorder.end();
        return id;
    }

    /** Numbered as links are. */
    private final class RecordingFile implements OpenFile {
        private final OpenFile file;
        private final long id;
        private boolean closed;

        RecordingFile(OpenFile file, long id) {
            this.file = file;
            this.id = id;
        }

        @Override
        public int read(ByteBuffer into, long position) throws IOException {
            if (!recorder.isOwn()) {
                return file.read(into, position);
            }
            int from = into.position();
            int count = 0;
            IOException failure = null;
            try {
                count = file.read(into, position);
            } catch (IOException e) {
                failure = e;
            }
            Output record = recorder.begin(Kind.FILE_READ);
            record.number(id);
            record.number(position);
            if (failure != null) {
                throw recorder.failed(failure);
            }
            record.bool(true);
            record.bool(count < 0);
            record.block(into, from, Math.max(0, count));
            recorder.end();
            return count;
        }

        @Override
        public long size() throws IOException {
            if (!recorder.isOwn()) {
                return file.size();
            }
            long size = 0;
            IOException failure = null;
            try {
                size = file.size();
            } catch (IOException e) {
                failure = e;
            }
            Output record = recorder.begin(Kind.FILE_SIZE);
            record.number(id);
            if (failure != null) {
                throw recorder.failed(failure);
            }
            record.bool(true);
            record.number(size);
            recorder.end();
            return size;
        }

        @Override
        public void close() {
            if (!closed) {
                closed = true;
                recorder.did(Acts.CLOSE, id);
            }
            file.close();
        }
    }
}
