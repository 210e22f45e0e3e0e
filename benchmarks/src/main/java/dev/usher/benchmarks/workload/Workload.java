package dev.usher.benchmarks.workload;

import dev.usher.benchmarks.measure.Figure;
import java.util.ArrayList;
import java.util.List;

/**
 * What contestants are asked to do, in one or more shapes. Immutable.
 *
 * @param name as on the command line, and of its files
 * @param title what a reader is told
 * @param unit what is counted
 * @param figures what is measured; the first is compared, and drawn
 * @param cases its shapes
 */
public record Workload(String name, String title, String unit, List<Figure> figures, List<Case> cases) {

    /** Of what comes in requests, from whoever loads it. */
    static final List<Figure> REQUESTS = List.of(
            Figure.CPU_US,
            Figure.PER_SECOND,
            Figure.P50_US,
            Figure.P99_US,
            Figure.P999_US,
            Figure.HEAP_MB,
            Figure.RESIDENT_MB);

    /**
     * Chooses.
     *
     * @param all there are
     * @param names {@code all}, names of workloads, or of single cases as {@code WORKLOAD/CASE}
     * @return what the names say, in the order of {@code all}
     * @throws IllegalArgumentException if a name names nothing
     */
    public static List<Workload> chosen(List<Workload> all, List<String> names) {
        for (String name : names) {
            if (!name.equals("all") && all.stream().noneMatch(workload -> workload.has(name))) {
                throw new IllegalArgumentException("no workload " + name + "; --workloads takes all, or names of "
                        + String.join(
                                ", ", all.stream().map(Workload::described).toList()));
            }
        }
        List<Workload> chosen = new ArrayList<>();
        for (Workload workload : all) {
            List<Case> cases = workload.cases.stream()
                    .filter(each -> names.contains("all")
                            || names.contains(workload.name)
                            || names.contains(workload.name + "/" + each.name()))
                    .toList();
            if (!cases.isEmpty()) {
                chosen.add(workload.with(cases));
            }
        }
        return chosen;
    }

    /**
     * Leaves out contestants.
     *
     * @param names {@code all}, or those to keep, of which the first to be kept is the one to compare with
     */
    public Workload only(List<String> names) {
        if (names.contains("all")) {
            return this;
        }
        List<Case> kept = new ArrayList<>();
        for (Case each : cases) {
            List<Contestant> contestants = names.stream()
                    .distinct()
                    .flatMap(name -> each.contestants().stream()
                            .filter(contestant -> contestant.name().equals(name)))
                    .toList();
            if (!contestants.isEmpty()) {
                kept.add(new Case(each.name(), each.title(), contestants));
            }
        }
        return with(kept);
    }

    Workload with(List<Case> others) {
        return new Workload(name, title, unit, figures, others);
    }

    private boolean has(String asked) {
        return asked.equals(name) || cases.stream().anyMatch(each -> asked.equals(name + "/" + each.name()));
    }

    private String described() {
        return cases.size() == 1
                ? name
                : name + " ("
                        + String.join(
                                " ",
                                cases.stream()
                                        .map(each -> name + "/" + each.name())
                                        .toList()) + ")";
    }
}
