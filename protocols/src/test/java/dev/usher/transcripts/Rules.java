package dev.usher.transcripts;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What differs from run to run in Perl itself, and how traces are made comparable: the same rules for what Perl printed
 * once, what it prints now, and what the port prints. Each holds for the transcripts that it names, so that it hides
 * nothing in the others.
 */
final class Rules {

    private interface Rule {
        List<String> apply(List<String> lines);
    }

    private record Scoped(Set<String> transcripts, Rule rule) {}

    private static final List<Scoped> RULES = List.of();

    private Rules() {}

    static List<String> apply(Transcript transcript, List<String> lines) {
        List<String> normal = lines;
        for (Scoped scoped : RULES) {
            if (scoped.transcripts().contains(transcript.number())) {
                normal = scoped.rule().apply(normal);
            }
        }
        return normal;
    }

    /** Replaces what matches in each line; a line that becomes empty is left out. */
    private static Scoped replace(String pattern, String by, String... transcripts) {
        Pattern compiled = Pattern.compile(pattern);
        return new Scoped(
                Set.of(transcripts),
                lines -> lines.stream()
                        .map(line -> compiled.matcher(line).replaceAll(by))
                        .filter(line -> !line.isEmpty())
                        .toList());
    }

    /** Sorts lines that follow one another and match. */
    private static Scoped sort(String pattern, String... transcripts) {
        Pattern compiled = Pattern.compile(pattern);
        return new Scoped(Set.of(transcripts), lines -> {
            List<String> sorted = new ArrayList<>(lines);
            for (int begin = 0, end; begin < sorted.size(); begin = end + 1) {
                end = begin;
                while (end < sorted.size() && compiled.matcher(sorted.get(end)).find()) {
                    end++;
                }
                sorted.subList(begin, end).sort(Comparator.naturalOrder());
            }
            return sorted;
        });
    }
}
