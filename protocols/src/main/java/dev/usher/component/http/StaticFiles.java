package dev.usher.component.http;

import dev.usher.filters.http.FieldName;
import dev.usher.filters.http.FieldValue;
import dev.usher.filters.http.HttpDate;
import dev.usher.kernel.Context;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Answers by the files of a folder, and by nothing that is not in it: {@code .handler("^/static/",
 * StaticFiles.of("/static/", Path.of("htdocs")))}. Immutable; each verb answers a copy. One serves any number of
 * servers and kernels.
 *
 * <p>Reading a file waits for the disk, and so does its kernel; small files are kept in memory.
 */
public final class StaticFiles implements HttpHandler {
    private static final String BROTLI = "br";
    private static final String GZIP = "gzip";
    private static final Map<String, String> SUFFIXES = Map.of(BROTLI, ".br", GZIP, ".gz");

    private final String prefix;
    private final Path folder;
    private List<String> indexes = List.of("index.html");
    private String cacheControl = "";
    private Map<String, String> types = Map.of();
    private Map<String, Duration> expiries = Map.of();
    private HttpHook<HttpResponse> answering; // or null
    private boolean namesFolders;
    private boolean precompressed;
    private boolean dotFiles;
    private boolean links;
    long freshNs = 1_000_000_000;
    long cacheBytes = 8 << 20;

    private StaticFiles(String prefix, Path folder) {
        this.prefix = prefix;
        this.folder = folder;
    }

    private StaticFiles(StaticFiles other) {
        this(other.prefix, other.folder);
        indexes = other.indexes;
        cacheControl = other.cacheControl;
        types = other.types;
        expiries = other.expiries;
        answering = other.answering;
        namesFolders = other.namesFolders;
        precompressed = other.precompressed;
        dotFiles = other.dotFiles;
        links = other.links;
        freshNs = other.freshNs;
        cacheBytes = other.cacheBytes;
    }

    /**
     * The files of a folder.
     *
     * @param prefix of the paths that are answered, which is left away to find a file: {@code /static/} or {@code /}
     * @param folder where the files are
     * @return the handler
     */
    public static StaticFiles of(String prefix, Path folder) {
        if (!prefix.startsWith("/") || !prefix.endsWith("/")) {
            throw new IllegalArgumentException("the prefix begins and ends with a slash, not '" + prefix + "'");
        }
        return new StaticFiles(prefix, folder.toAbsolutePath().normalize());
    }

    private StaticFiles with(Consumer<StaticFiles> change) {
        StaticFiles copy = new StaticFiles(this);
        change.accept(copy);
        return copy;
    }

    /**
     * @param names of the files that answer for a folder, the first that is there; {@code index.html} unless said,
     *     empty for none
     * @return a copy
     */
    public StaticFiles index(String... names) {
        return with(copy ->
                copy.indexes = Stream.of(names).filter(name -> !name.isEmpty()).toList());
    }

    /**
     * Whether a folder that has no index is forbidden (403), and not as if it were not there (404). Not unless said.
     *
     * @param on whether
     * @return a copy
     */
    public StaticFiles forbidsListing(boolean on) {
        return with(copy -> copy.namesFolders = on);
    }

    /**
     * How long files of a type are fresh, as the field Expires says it (RFC 9111 §5.3).
     *
     * @param type such as {@code text/html}, without parameters
     * @param time from when a file is asked for
     * @return a copy
     */
    public StaticFiles expires(String type, Duration time) {
        Map<String, Duration> more = new HashMap<>(expiries);
        more.put(type.toLowerCase(Locale.ROOT), time);
        return with(copy -> copy.expiries = Map.copyOf(more));
    }

    /**
     * Lets a program see each answer before it is sent, and change its fields: that of a file, and that of none.
     *
     * @param hook must not send it
     * @return a copy
     */
    public StaticFiles answering(HttpHook<HttpResponse> hook) {
        return with(copy -> copy.answering = hook);
    }

    /**
     * @param value of the field Cache-Control of each file, such as {@code max-age=3600}; empty, as without it, for
     *     none
     * @return a copy
     */
    public StaticFiles cacheControl(String value) {
        return with(copy -> copy.cacheControl = value);
    }

    /**
     * @param extension of files, without the dot
     * @param type what their content is, where the built-in table says something else or nothing
     * @return a copy
     */
    public StaticFiles type(String extension, String type) {
        Map<String, String> more = new HashMap<>(types);
        more.put(extension.toLowerCase(Locale.ROOT), type);
        return with(copy -> copy.types = Map.copyOf(more));
    }

    /**
     * Whether a file {@code a.css} is answered by {@code a.css.br} or {@code a.css.gz}, where there is one, to clients
     * that take it. Not unless said.
     *
     * @param on whether
     * @return a copy
     */
    public StaticFiles precompressed(boolean on) {
        return with(copy -> copy.precompressed = on);
    }

    /**
     * Whether files and folders whose names begin with a dot are there. Not unless said.
     *
     * @param on whether
     * @return a copy
     */
    public StaticFiles dotFiles(boolean on) {
        return with(copy -> copy.dotFiles = on);
    }

    /**
     * Whether symbolic links may lead out of the folder. Unless said, one that does is as if it were not there.
     *
     * @param on whether
     * @return a copy
     */
    public StaticFiles linksOutside(boolean on) {
        return with(copy -> copy.links = on);
    }

    /**
     * How much of the folder is kept in memory, of files up to 64 KiB, and for how long no file is looked at again.
     *
     * @param bytes of all files in all; 8 MiB unless said, 0 for none
     * @param fresh 1 s unless said
     * @return a copy
     */
    public StaticFiles cache(long bytes, Duration fresh) {
        if (bytes < 0 || fresh.isNegative()) {
            throw new IllegalArgumentException(
                    "a cache has 0 bytes or more for zero time or more, not " + bytes + " and " + fresh);
        }
        return with(copy -> {
            copy.cacheBytes = bytes;
            copy.freshNs = fresh.toNanos();
        });
    }

    // ---- answering

    @Override
    public void handle(Context poe, HttpRequest request, HttpResponse response) {
        if (answering != null) {
            response.beforeSending(answer -> show(poe, answer));
        }
        if (!request.isHead() && !request.head().isMethod("GET")) {
            response.header(FieldName.ALLOW, "GET, HEAD");
            response.error(405, request.method() + " is not for " + request.path());
            return;
        }
        String path = request.path();
        String name = path.startsWith(prefix) ? path.substring(prefix.length()) : "/";
        boolean folder = name.isEmpty() || name.endsWith("/");
        try {
            if (folder) {
                answerIndex(poe, response, name);
            } else {
                answer(poe, response, name);
            }
        } catch (NoSuchFileException e) {
            refuse(request, response, name, folder, e);
        } catch (IOException e) {
            FileAnswer.refuse(response, this.folder, e);
        }
    }

    private void show(Context poe, HttpResponse answer) {
        try {
            answering.on(poe, answer);
        } catch (Exception e) {
            Logs.SERVER.error("{}: the hook failed on the answer to {}", this, answer.request(), e);
        }
    }

    /** The first index that is there. */
    private void answerIndex(Context poe, HttpResponse response, String name) throws IOException {
        for (String index : indexes) {
            try {
                answer(poe, response, name + index);
                return;
            } catch (NoSuchFileException e) {
                continue;
            }
        }
        throw new NoSuchFileException(name);
    }

    private void refuse(
            HttpRequest request, HttpResponse response, String name, boolean asFolder, NoSuchFileException why) {
        if (asFolder
                && namesFolders
                && isFolder(name.isEmpty() ? "." : name.substring(0, name.length() - 1), request)) {
            response.error(403, "Directory listing denied");
        } else if (!asFolder && (namesFolders || !indexes.isEmpty()) && isFolder(name, request)) {
            redirect(request, response);
        } else {
            FileAnswer.refuse(response, folder, why);
        }
    }

    private void answer(Context poe, HttpResponse response, String name) throws IOException {
        HttpServer server = response.request().connection().server();
        FileCache cache = FileCache.of(poe.kernel(), this);
        long nowNs = poe.kernel().clock().nanoTime();
        Representation file = cache.find(name, server, nowNs, false);
        if (precompressed) {
            file = smaller(cache, file, response, name, nowNs);
        }
        String type = MediaTypes.ofName(name, types);
        response.contentType(type);
        expires(poe, response, type);
        if (!cacheControl.isEmpty()) {
            response.header(FieldName.CACHE_CONTROL, cacheControl);
        }
        FileAnswer.send(response, file);
    }

    private void expires(Context poe, HttpResponse response, String type) {
        if (!expiries.isEmpty()) {
            int end = type.indexOf(';');
            Duration time = expiries.get((end < 0 ? type : type.substring(0, end)).strip());
            if (time != null) {
                Instant until = poe.kernel().clock().wallTime().plus(time);
                response.header(FieldName.EXPIRES, HttpDate.format(until));
            }
        }
    }

    /** What the client takes instead of a file, and if there is anything that others take, the field that says so. */
    private Representation smaller(
            FileCache cache, Representation file, HttpResponse response, String name, long nowNs) {
        HttpServer server = response.request().connection().server();
        Optional<String> accept = response.request().headers().joined(FieldName.ACCEPT_ENCODING);
        List<FieldValue> wanted = accept.map(FieldValue::list).orElse(List.of());
        Representation chosen = file;
        double best = 0;
        boolean varies = false;
        for (String coding : List.of(BROTLI, GZIP)) {
            Representation variant;
            try {
                variant = cache.find(name + SUFFIXES.get(coding), server, nowNs, true);
            } catch (IOException e) {
                continue; // there is none, or none that can be read
            }
            varies = true;
            double quality = Preference.ofCoding(wanted, coding);
            if (quality > best) {
                chosen.close();
                chosen = variant;
                best = quality;
                response.header(FieldName.CONTENT_ENCODING, coding);
                response.header(FieldName.ETAG, variant.facts.etag().replaceFirst("\"$", "-" + coding + "\""));
            } else {
                variant.close();
            }
        }
        if (varies) {
            response.header(FieldName.VARY, "Accept-Encoding");
        }
        return chosen;
    }

    private boolean isFolder(String name, HttpRequest request) {
        try {
            Path path = name.equals(".") ? folder : path(name);
            return request.connection().server().disk.attributes(path).isDirectory();
        } catch (IOException e) {
            return false;
        }
    }

    /** To the same path with a slash, or what an index refers to would be looked for beside the folder. */
    private static void redirect(HttpRequest request, HttpResponse response) {
        try {
            String path = new URI(null, null, request.path() + "/", null).toASCIIString();
            String query = request.head().rawQuery().map(text -> "?" + text).orElse("");
            response.code(301)
                    .header(FieldName.LOCATION, path + query)
                    .respond()
                    .done();
        } catch (URISyntaxException e) {
            response.error(404, "Nothing here for " + request.path());
        }
    }

    /**
     * Where a file of this name is.
     *
     * @throws NoSuchFileException if it is not in the folder, or is not to be seen
     */
    Path path(String name) throws IOException {
        if (name.isEmpty() || name.startsWith("/") || name.endsWith("/") || name.contains("//") || isHidden(name)) {
            throw new NoSuchFileException(name);
        }
        Path path;
        try {
            path = folder.resolve(name).normalize();
        } catch (InvalidPathException e) {
            throw new NoSuchFileException(name);
        }
        if (!path.startsWith(folder)) {
            throw new NoSuchFileException(name);
        }
        if (!links && !path.toRealPath().startsWith(folder.toRealPath())) {
            throw new NoSuchFileException(name);
        }
        return path;
    }

    private boolean isHidden(String name) {
        for (int i = 0; i >= 0; i = name.indexOf('/', i) + 1) {
            boolean dot = name.startsWith(".", i);
            if (dot && (!dotFiles || name.startsWith("./", i) || name.startsWith("..", i))) {
                return true;
            }
            if (name.indexOf('/', i) < 0) {
                return false;
            }
        }
        return false;
    }

    @Override
    public String toString() {
        return "StaticFiles[" + prefix + " from " + folder + "]";
    }
}
