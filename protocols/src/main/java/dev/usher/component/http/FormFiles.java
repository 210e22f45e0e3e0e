package dev.usher.component.http;

import dev.usher.filter.ProtocolException;
import dev.usher.filters.http.FieldValue;
import dev.usher.kernel.Context;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A form that was sent as {@code multipart/form-data}, of any size: its small parts are in memory, its large ones in
 * files, written while they came. The files are gone when this is closed, at the latest with the connection; move away
 * what shall stay. Writing them may hold the kernel up for as long as the disk does.
 *
 * <pre>{@code
 * .route(Route.of("^/form$").methods("POST").streamed().content(1L << 30)
 *     .to(FormFiles.handler(65_536, folder, (poe, form, response) -> ...)))
 * }</pre>
 */
public final class FormFiles implements AutoCloseable {
    private static final int MOST_PARTS = 1_000;

    /** Gets a form when all of it has come. */
    @FunctionalInterface
    public interface Handler {
        /**
         * @param poe the context of the connection's session
         * @param form what was sent; closed by this, or else with the connection
         * @param response to answer with, now or later
         * @throws Exception is answered by 500
         */
        void handle(Context poe, FormFiles form, HttpResponse response) throws Exception;
    }

    /** One part of the form. Belongs to it. */
    public static final class Part {
        private final String name;
        private final String fileName;
        private final String type;
        private ByteArrayOutputStream memory = new ByteArrayOutputStream();
        private Path file; // or null
        private long size;

        private Part(String name, String fileName, String type) {
            this.name = name;
            this.fileName = fileName;
            this.type = type;
        }

        /** @return the field's name */
        public String name() {
            return name;
        }

        /** @return what the client calls the file, which is no path to trust; empty if it is none */
        public String fileName() {
            return fileName;
        }

        /** @return its Content-Type */
        public String type() {
            return type;
        }

        /** @return bytes of content */
        public long size() {
            return size;
        }

        /** @return where its content is, unless that is in memory */
        public Optional<Path> file() {
            return Optional.ofNullable(file);
        }

        /**
         * @return all of its content, from wherever it is
         * @throws IOException if its file cannot be read
         */
        public byte[] content() throws IOException {
            return file == null ? memory.toByteArray() : Files.readAllBytes(file);
        }

        /**
         * Puts its content into a file that stays.
         *
         * @param target where; must not be there yet
         * @throws IOException if that cannot be written
         */
        public void moveTo(Path target) throws IOException {
            if (file == null) {
                Files.write(target, memory.toByteArray(), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            } else {
                Files.move(file, target);
            }
        }
    }

    private final int most; // bytes of a part in memory
    private final Path folder;
    private final List<Part> parts = new ArrayList<>();
    private FileChannel out; // of the part that comes, if that is large
    private boolean closed;

    private FormFiles(int most, Path folder) {
        this.most = most;
        this.folder = folder;
    }

    /**
     * Makes the handler of a streamed route.
     *
     * @param most bytes that a part may have in memory; larger ones go to files
     * @param folder where those files are while the form is
     * @param handler gets each form
     * @return for {@link Route#to(HttpHandler)}; answers 415 to what is no such form
     */
    public static HttpHandler handler(int most, Path folder, Handler handler) {
        if (most < 0) {
            throw new IllegalArgumentException("a part may have 0 bytes or more in memory, not " + most);
        }
        return (poe, request, response) -> receive(request, response, new FormFiles(most, folder), handler);
    }

    private static void receive(HttpRequest request, HttpResponse response, FormFiles form, Handler handler) {
        Optional<FieldValue> type =
                request.contentType().filter(given -> given.word().equalsIgnoreCase("multipart/form-data"));
        if (type.isEmpty()) {
            response.error(415, "a form is wanted here, as multipart/form-data");
            return;
        }
        MultipartParser parser = new MultipartParser(type.get(), form.new Receiver());
        HttpConnection connection = request.connection();
        connection.successor(form.new Ending());
        request.onContent((poe, piece) -> {
            try {
                parser.take(piece.array(), piece.offset(), piece.length());
                if (!piece.isLast()) {
                    return;
                }
                parser.end();
            } catch (IOException | RuntimeException e) {
                form.close();
                throw e;
            }
            handler.handle(poe, form, response);
        });
    }

    /** @return all parts, in their order */
    public List<Part> parts() {
        return List.copyOf(parts);
    }

    /**
     * @param name of a field
     * @return the first part of this name
     */
    public Optional<Part> part(String name) {
        return parts.stream().filter(part -> part.name.equals(name)).findFirst();
    }

    /** Deletes the files that are still where they were written. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            closeFile();
            for (Part part : parts) {
                if (part.file != null) {
                    Files.deleteIfExists(part.file);
                }
            }
        } catch (IOException e) {
            Logs.SERVER.error("files of a form in {} cannot be deleted", folder, e);
        }
    }

    private void closeFile() throws IOException {
        if (out != null) {
            out.close();
            out = null;
        }
    }

    /** Takes the parts as they come. */
    private final class Receiver implements MultipartParser.Parts {
        private Part part;

        @Override
        public void begin(String name, String fileName, String type) {
            if (parts.size() == MOST_PARTS) {
                throw new ProtocolException("a form of more than " + MOST_PARTS + " parts; send fewer at a time");
            }
            part = new Part(name, fileName, type);
            parts.add(part);
        }

        @Override
        public void content(byte[] array, int offset, int length) throws IOException {
            part.size += length;
            if (part.file == null && part.size > most) {
                part.file = Files.createTempFile(folder, "form", null);
                out = FileChannel.open(part.file, StandardOpenOption.WRITE);
                write(part.memory.toByteArray(), 0, part.memory.size());
                part.memory = null;
            }
            if (part.file == null) {
                part.memory.write(array, offset, length);
            } else {
                write(array, offset, length);
            }
        }

        private void write(byte[] array, int offset, int length) throws IOException {
            ByteBuffer bytes = ByteBuffer.wrap(array, offset, length);
            while (bytes.hasRemaining()) {
                out.write(bytes);
            }
        }

        @Override
        public void end() throws IOException {
            closeFile();
        }
    }

    /** The connection's end is the files' end. */
    private final class Ending implements Successor {
        @Override
        public void shutdown(Context poe) {
            // The request is answered first.
        }

        @Override
        public void ended(Context poe) {
            close();
        }
    }
}
