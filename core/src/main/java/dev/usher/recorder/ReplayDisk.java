package dev.usher.recorder;

import dev.usher.network.Disk;
import dev.usher.network.FileStatus;
import dev.usher.network.OpenFile;
import dev.usher.network.StreamLink;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Files of which there is only what was read of them. One thread. */
final class ReplayDisk implements Disk {
    private static final FileStatus.Kind[] KINDS = FileStatus.Kind.values();

    private final Script script;
    private final ReplayNetwork network;

    ReplayDisk(Script script, ReplayNetwork network) {
        this.script = script;
        this.network = network;
    }

    @Override
    public FileStatus status(Path path) throws IOException {
        Input body = ask(Kind.FILE_STATUS, path);
        if (body == null) {
            throw new NoSuchFileException(path.toString());
        }
        FileStatus status = new FileStatus(KINDS[body.octet()], body.text(), body.signed(), body.signed());
        script.done();
        return status;
    }

    @Override
    public OpenFile open(Path path) throws IOException {
        return new ReplayFile(opened(ask(Kind.FILE_OPEN, path)));
    }

    @Override
    public StreamLink openStream(Path path) throws IOException {
        return new ReplayStreamLink(network, opened(ask(Kind.STREAM_OPEN, path)));
    }

    private Input ask(Kind kind, Path path) throws IOException {
        if (!script.isOwn()) {
            throw new NoSuchFileException(path + ": a replay has no files for other threads");
        }
        String asked = kind.text() + " " + path;
        Input body = script.ask(kind, () -> asked);
        if (body != null) {
            script.same(kind.text() + " " + body.text(), asked);
        }
        if (script.isOver()) {
            return null;
        }
        network.answered(body);
        return body;
    }

    private long opened(Input body) {
        if (body == null) {
            return 0;
        }
        long id = body.number();
        script.done();
        return id;
    }

    /** Numbered as links are. */
    private final class ReplayFile implements OpenFile {
        private final long id;
        private boolean closed;

        ReplayFile(long id) {
            this.id = id;
        }

        @Override
        public int read(ByteBuffer into, long position) throws IOException {
            String asked = "file read link " + id + " at " + position;
            Input body = script.ask(Kind.FILE_READ, () -> asked);
            if (body != null) {
                script.same("file read link " + body.number() + " at " + body.number(), asked);
            }
            if (script.isOver()) {
                return -1;
            }
            network.answered(body);
            boolean end = body.bool();
            int count = body.count();
            if (count > into.remaining()) {
                script.diverge(
                        "recorded: " + asked + ": " + count + " bytes; the program has room for " + into.remaining());
                return -1;
            }
            body.bytes(into, count);
            script.done();
            return end ? -1 : count;
        }

        @Override
        public long size() throws IOException {
            String asked = "file size link " + id;
            Input body = script.ask(Kind.FILE_SIZE, () -> asked);
            if (body != null) {
                script.same("file size link " + body.number(), asked);
            }
            if (script.isOver()) {
                return 0;
            }
            network.answered(body);
            long size = body.number();
            script.done();
            return size;
        }

        @Override
        public void close() {
            if (!closed) {
                closed = true;
                script.did(Acts.CLOSE, id);
            }
        }
    }
}
