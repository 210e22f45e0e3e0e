package dev.usher.benchmarks;

import dev.usher.benchmarks.measure.Figure;
import dev.usher.benchmarks.measure.Series;
import dev.usher.benchmarks.workload.Case;
import dev.usher.benchmarks.workload.Contestant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What was measured of one {@link Case}. Used by one thread. */
final class Outcome {

    private final Case of;
    private final Map<String, Map<Figure, Series>> figures = new LinkedHashMap<>();
    private final Map<String, String> failures = new LinkedHashMap<>();

    Outcome(Case of) {
        this.of = of;
    }

    Case of() {
        return of;
    }

    /** Takes what one round measured. */
    void add(String contestant, Map<Figure, Double> measured) {
        Map<Figure, Series> series = figures.computeIfAbsent(contestant, name -> new EnumMap<>(Figure.class));
        measured.forEach((figure, value) ->
                series.computeIfAbsent(figure, key -> new Series()).add(value));
    }

    /** Takes note that a contestant did not do what it was asked; it is not asked again. */
    void fail(String contestant, String why) {
        failures.put(contestant, why);
        figures.remove(contestant);
    }

    /** @return why it failed, or null */
    String failure(String contestant) {
        return failures.get(contestant);
    }

    /** @return those that were measured, in the order of the case */
    List<String> measured() {
        List<String> names = new ArrayList<>();
        for (Contestant contestant : of.contestants()) {
            if (figures.containsKey(contestant.name())) {
                names.add(contestant.name());
            }
        }
        return names;
    }

    /** @return all values of a figure, none if it could not be had */
    Series series(String contestant, Figure figure) {
        return figures.get(contestant).getOrDefault(figure, new Series());
    }

    /** @return the one to compare with, or null if it was not measured */
    String baseline() {
        String first = of.contestants().get(0).name();
        return figures.containsKey(first) ? first : null;
    }

    /** @return the median of the ratios within the rounds, not a number without a baseline */
    double ratio(String contestant, Figure figure) {
        if (baseline() == null) {
            return Double.NaN;
        }
        Series floor = series(baseline(), figure);
        Series mine = series(contestant, figure);
        return floor.size() == mine.size() ? mine.over(floor).median() : Double.NaN;
    }
}
