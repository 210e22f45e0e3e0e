package dev.usher.transcripts;

import java.util.ArrayList;
import java.util.List;

/**
 * Two traces in one text: a line of both begins with two blanks, one of Perl's alone with "- ", of Usher's with "+ ".
 */
final class Diff {
    private static final String BOTH = "  ";
    private static final String PERL = "- ";
    private static final String USHER = "+ ";

    private Diff() {}

    /** The shortest such text. */
    static List<String> of(List<String> perl, List<String> usher) {
        int[][] common = new int[perl.size() + 1][usher.size() + 1]; // lines in common from here to the ends
        for (int i = perl.size() - 1; i >= 0; i--) {
            for (int j = usher.size() - 1; j >= 0; j--) {
                common[i][j] = perl.get(i).equals(usher.get(j))
                        ? common[i + 1][j + 1] + 1
                        : Math.max(common[i + 1][j], common[i][j + 1]);
            }
        }
        List<String> lines = new ArrayList<>();
        int i = 0;
        int j = 0;
        while (i < perl.size() || j < usher.size()) {
            if (i < perl.size() && j < usher.size() && perl.get(i).equals(usher.get(j))) {
                lines.add(BOTH + perl.get(i++));
                j++;
            } else if (i < perl.size() && (j == usher.size() || common[i + 1][j] >= common[i][j + 1])) {
                lines.add(PERL + perl.get(i++));
            } else {
                lines.add(USHER + usher.get(j++));
            }
        }
        return lines;
    }
}
