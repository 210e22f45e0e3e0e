package dev.usher.house;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which package may use which. The table is the rule; what it does not allow is forbidden. */
final class Direction {

    /**
     * One row: a package with all under it.
     *
     * @param module where its sources are
     * @param name without {@code dev.usher}
     * @param mayUse names of other rows
     */
    private record Area(String module, String name, Set<String> mayUse) {}

    private static final List<Area> AREAS = List.of(
            new Area("core", "filter", Set.of()),
            new Area("core", "network", Set.of()),
            new Area("core", "driver", Set.of("filter", "network")),
            new Area("core", "tls", Set.of("filter", "network", "driver")),
            new Area("core", "kernel", Set.of("filter", "network", "driver")),
            // The kernel's classes that are not public cannot be named here: the compiler sees to that.
            new Area("core", "wheel", Set.of("filter", "network", "driver", "tls", "kernel")),
            new Area("core", "recorder", Set.of("network", "kernel")),
            new Area("core", "simulation", Set.of("filter", "network", "driver", "kernel", "wheel", "recorder")),
            new Area("filters", "filters", Set.of("filter")),
            // A component runs on whichever network its kernel has, so it must not know the simulated one.
            new Area(
                    "protocols",
                    "component",
                    Set.of("filter", "network", "driver", "tls", "kernel", "wheel", "filters")),
            new Area(
                    "examples",
                    "examples",
                    Set.of(
                            "filter",
                            "network",
                            "driver",
                            "tls",
                            "kernel",
                            "wheel",
                            "recorder",
                            "simulation",
                            "filters",
                            "component")),
            new Area(
                    "benchmarks",
                    "benchmarks",
                    Set.of(
                            "filter",
                            "network",
                            "driver",
                            "tls",
                            "kernel",
                            "wheel",
                            "recorder",
                            "simulation",
                            "filters",
                            "component")));

    /** Filters take bytes and give bytes; whoever holds a channel is not a filter. */
    private static final Set<String> WITHOUT_CHANNELS = Set.of("filter", "filters");

    private static final String DOT = "\\s*\\.\\s*";
    private static final Pattern PACKAGE =
            Pattern.compile("\\bpackage\\s+dev" + DOT + "usher" + DOT + "([\\w.]+)\\s*;");
    private static final Pattern USE =
            Pattern.compile("\\bdev" + DOT + "usher" + DOT + "(\\w+(?:" + DOT + "\\w+)*(?:" + DOT + "\\*)?)");
    private static final Pattern CHANNELS = Pattern.compile("\\bjava" + DOT + "nio" + DOT + "channels\\b");

    private Direction() {}

    /**
     * Reads one file.
     *
     * @param module where it is
     * @param path how to name it
     * @param source its text
     * @return what is wrong with it, one line each: file, line, rule
     */
    static List<String> complaints(String module, String path, String source) {
        String code = JavaCode.of(source);
        List<String> complaints = new ArrayList<>();
        Matcher own = PACKAGE.matcher(code);
        if (!own.find()) {
            complaints.add(path + ":1: is in no package under dev.usher");
            return complaints;
        }
        Area area = area(own.group(1));
        if (area == null || !area.module.equals(module)) {
            complaints.add(at(path, code, own.start()) + "module " + module + " has no package dev.usher."
                    + own.group(1) + "; the table in Direction says which it has");
            return complaints;
        }
        Matcher use = USE.matcher(code);
        while (use.find()) {
            // A package's own declaration is a use of itself, which is always allowed.
            String used = use.group(1).replaceAll("\\s", "");
            Area other = area(used);
            if (other != area && (other == null || !area.mayUse.contains(other.name))) {
                complaints.add(at(path, code, use.start()) + "dev.usher." + area.name + " may use " + allowed(area)
                        + ", not dev.usher." + used);
            } else if (other != area && ("." + used + ".").contains(".internal.")) {
                complaints.add(
                        at(path, code, use.start()) + "dev.usher." + used + " is internal to dev.usher." + other.name);
            }
        }
        Matcher channels = CHANNELS.matcher(code);
        while (WITHOUT_CHANNELS.contains(area.name) && channels.find()) {
            complaints.add(at(path, code, channels.start()) + "dev.usher." + area.name
                    + " does no input or output: not java.nio.channels");
        }
        return complaints;
    }

    private static Area area(String name) {
        for (Area area : AREAS) {
            if (name.equals(area.name) || name.startsWith(area.name + ".")) {
                return area;
            }
        }
        return null;
    }

    private static String allowed(Area area) {
        return area.mayUse.isEmpty() ? "no other package of dev.usher" : "only " + new TreeSet<>(area.mayUse);
    }

    private static String at(String path, String code, int offset) {
        return path + ":"
                + (1 + code.substring(0, offset).chars().filter(c -> c == '\n').count()) + ": ";
    }
}
