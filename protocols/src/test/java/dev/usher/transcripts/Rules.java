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

    /** What one rule does to a trace. */
    interface Change {
        List<String> of(List<String> lines);
    }

    /** A rule: for the lines of which transcripts, and what it does to them. */
    record Rule(Pattern lines, Set<String> transcripts, Change change) {}

    static final List<Rule> ALL = List.of(
            // Perl appends where it was raised to the text of an exception; Java keeps that apart.
            replace(" at \\S+ line \\d+\\.$", "", "T15", "T37", "T45", "T62"),
            // Exceptions whose text ends in a new line leave an empty one.
            replace("^$", "", "T15", "T37", "T41", "T69"),
            // The names of classes have a package in Perl.
            replace("\\bPOE::(?=Session\\b)", "", "T15"),
            // The number of the process.
            replace("=== \\d+ ===", "=== PID ===", "T45", "T79", "T81"),
            replace("(?<=^warn: )PID: |\\bprocess \\d+, ", "", "T62"),
            // The port that the system chose.
            replace(" at \\S+ port \\d+(?=: bind failed)", "", "T62"),
            // Where Perl's files are.
            replace("/\\S+/(?=POE/)", "", "T37", "T45"),
            // The path of a socket.
            replace("u\\.sock", "<socket path>", "T31"),
            // The port changes a wheel where Perl makes another one, which has the next number.
            replace("(?<= in hi )\\d+$", "ID", "T67"),
            // How much a socket holds is the system's choice.
            replace("^drained .*", "drained", "T29"),
            once("^drained$", "T29"),
            // The Perl program prints a variable that is not declared yet.
            replace("(?<=^peer sees EOF: ).*", "?", "T47"),
            // A UNIX socket tells its peer that nobody reads any more, a TCP socket does not.
            replace("(?<=^peer write after shutdown_input: ).*", "?", "T54"),
            // Timers microseconds apart: whether they wake the program up together is chance.
            sort("^[CDE]\\.(e$|_stop )", "T05"),
            // Of two sessions that watch one handle, either may be told first.
            sort("^[AB] rd ", "R20"),
            // Handles that are ready together come in the order of a hash.
            sort("^(ACCEPT|CONNECT|UNIX (ACCEPT|CONNECT)|FAIL refused) ", "T31"),
            // Which of a process's two pipes is read first, and how much of it at a time, is chance.
            sort("^(stdout|stderr|ErrorEvent) ", "T38"),
            // Siblings that are stopped together, by a signal or with the kernel, go in the order of a hash.
            sort("^\\w+\\._stop ", "T14", "T41", "T69"));

    private Rules() {}

    static List<String> apply(Transcript transcript, List<String> lines) {
        List<String> normal = lines;
        for (Rule rule : ALL) {
            if (rule.transcripts().contains(transcript.name())) {
                normal = rule.change().of(normal);
            }
        }
        return normal;
    }

    /** Replaces what matches in each line; a line that becomes empty is left out. */
    private static Rule replace(String pattern, String by, String... transcripts) {
        Pattern compiled = Pattern.compile(pattern);
        return new Rule(
                compiled,
                Set.of(transcripts),
                lines -> lines.stream()
                        .map(line -> compiled.matcher(line).replaceAll(by))
                        .filter(line -> !line.isEmpty())
                        .toList());
    }

    /** Leaves one of lines that follow one another and match. */
    private static Rule once(String pattern, String... transcripts) {
        Pattern compiled = Pattern.compile(pattern);
        return new Rule(compiled, Set.of(transcripts), lines -> {
            List<String> left = new ArrayList<>();
            boolean before = false;
            for (String line : lines) {
                boolean matches = compiled.matcher(line).find();
                if (!(matches && before)) {
                    left.add(line);
                }
                before = matches;
            }
            return left;
        });
    }

    /** Sorts lines that follow one another and match. */
    private static Rule sort(String pattern, String... transcripts) {
        Pattern compiled = Pattern.compile(pattern);
        return new Rule(compiled, Set.of(transcripts), lines -> {
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
