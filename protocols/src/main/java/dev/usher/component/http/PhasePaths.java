package dev.usher.component.http;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The handlers of a phase by path. One that ends with a slash is a folder, for all below it; any other is one path
 * alone, so {@code /honk} is not for {@code /honk/}.
 */
final class PhasePaths {
    private final Map<String, PhaseHandler> handlers = new LinkedHashMap<>();

    void put(String path, PhaseHandler handler) {
        handlers.put(path, handler);
    }

    /** Those of the folders from the root on, then that of the path itself. */
    List<PhaseHandler> along(String path) {
        List<PhaseHandler> found = new ArrayList<>();
        for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
            PhaseHandler folder = handlers.get(path.substring(0, slash + 1));
            if (folder != null) {
                found.add(folder);
            }
        }
        PhaseHandler file = path.endsWith("/") ? null : handlers.get(path);
        if (file != null) {
            found.add(file);
        }
        return found;
    }

    /** The last of them alone. */
    List<PhaseHandler> closest(String path) {
        List<PhaseHandler> all = along(path);
        return all.isEmpty() ? all : all.subList(all.size() - 1, all.size());
    }

    boolean isEmpty() {
        return handlers.isEmpty();
    }
}
