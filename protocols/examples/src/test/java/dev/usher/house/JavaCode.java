package dev.usher.house;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is left of Java source when comments and the contents of literals are blanked out. Every character keeps its
 * place.
 */
final class JavaCode {

    /**
     * In this order, so that a quote in a comment and two slashes in a string are taken for what they are. The loops
     * are possessive because the backtracking kind overflows the stack on long literals.
     */
    private static final Pattern NOT_CODE = Pattern.compile(String.join(
            "|",
            "//[^\\n]*+",
            "(?s:/\\*.*?\\*/)",
            "(?s:\"\"\"[^\\\\\"]*+(?:(?:\\\\.|\"(?!\"\"))[^\\\\\"]*+)*+\"\"\")",
            "\"[^\"\\\\\\n]*+(?:\\\\.[^\"\\\\\\n]*+)*+\"",
            "'[^'\\\\\\n]*+(?:\\\\.[^'\\\\\\n]*+)*+'"));

    private JavaCode() {}

    static String of(String source) {
        StringBuilder code = new StringBuilder(source);
        Matcher matcher = NOT_CODE.matcher(source);
        while (matcher.find()) {
            for (int i = matcher.start(); i < matcher.end(); i++) {
                if (code.charAt(i) != '\n') {
                    code.setCharAt(i, ' ');
                }
            }
        }
        return code.toString();
    }
}
