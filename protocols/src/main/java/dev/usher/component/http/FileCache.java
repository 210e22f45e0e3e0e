package dev.usher.component.http;

import dev.usher.kernel.Kernel;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Small files of one folder in memory, by name, each looked at again after a while. Belongs to one kernel's thread.
 * Those that were not asked for the longest give way.
 */
final class FileCache {
    private static final int LARGEST = 65_536; // bytes of a file
    private static final int OVERHEAD = 256; // of an entry, roughly

    /** A file that was looked at; without content there was none. */
    private static final class Entry {
        final Representation content;
        long checkedNs;

        Entry(Representation content, long checkedNs) {
            this.content = content;
            this.checkedNs = checkedNs;
        }

        long weight() {
            return OVERHEAD + (content == null ? 0 : content.facts.size());
        }
    }

    /** The caches of a kernel: one for each folder that it serves. */
    private static final class All {
        final Map<StaticFiles, FileCache> byFolder = new IdentityHashMap<>();
    }

    private final StaticFiles folder;
    private final LinkedHashMap<String, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);
    private long kept; // bytes

    private FileCache(StaticFiles folder) {
        this.folder = folder;
    }

    static FileCache of(Kernel kernel, StaticFiles folder) {
        return kernel.shared(All.class, All::new).byFolder.computeIfAbsent(folder, FileCache::new);
    }

    /**
     * The file of a name, in memory or open.
     *
     * @param remembersNone whether to remember that there is none: only for names that clients do not choose
     * @throws IOException why there is none
     */
    Representation find(String name, HttpServer server, long nowNs, boolean remembersNone) throws IOException {
        Entry entry = entries.get(name);
        if (entry != null && nowNs - entry.checkedNs < folder.freshNs) {
            return content(entry, name);
        }
        Path path;
        BasicFileAttributes attributes;
        try {
            path = folder.path(name);
            attributes = server.disk.attributes(path);
        } catch (IOException e) {
            forget(name, entry);
            if (remembersNone && e instanceof NoSuchFileException) {
                keep(name, new Entry(null, nowNs));
            }
            throw e;
        }
        if (entry != null && entry.content != null && entry.content.facts.isOf(attributes)) {
            entry.checkedNs = nowNs;
            return entry.content;
        }
        forget(name, entry);
        Representation opened = Representation.open(server.disk, path, server.blockSize);
        if (opened.facts.size() > Math.min(LARGEST, folder.cacheBytes)) {
            return opened;
        }
        Representation small = opened.read();
        keep(name, new Entry(small, nowNs));
        return small;
    }

    private static Representation content(Entry entry, String name) throws NoSuchFileException {
        if (entry.content == null) {
            throw new NoSuchFileException(name);
        }
        return entry.content;
    }

    private void keep(String name, Entry entry) {
        entries.put(name, entry);
        kept += entry.weight();
        Iterator<Entry> oldest = entries.values().iterator();
        while (kept > folder.cacheBytes && oldest.hasNext()) {
            kept -= oldest.next().weight();
            oldest.remove();
        }
    }

    private void forget(String name, Entry entry) {
        if (entry != null) {
            entries.remove(name);
            kept -= entry.weight();
        }
    }
}
