package dev.usher.wheel;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;

/** How another JVM is told to run a class of this one. */
final class JavaProgram {
    private JavaProgram() {}

    /** What stands behind {@code java} in the command, before the program's own arguments. */
    static List<String> words(Class<?> main) {
        Method method;
        try {
            method = main.getMethod("main", String[].class);
        } catch (NoSuchMethodException e) {
            throw refused(main);
        }
        if (!Modifier.isStatic(method.getModifiers())
                || method.getReturnType() != void.class
                || method.getDeclaringClass() != main) {
            throw refused(main);
        }
        List<String> words = new ArrayList<>();
        addPath(words, "-p", System.getProperty("jdk.module.path"));
        addPath(words, "-cp", System.getProperty("java.class.path"));
        if (main.getModule().isNamed()) {
            words.addAll(List.of("-m", main.getModule().getName() + "/" + main.getName()));
        } else {
            words.add(main.getName());
        }
        return words;
    }

    private static void addPath(List<String> words, String option, String path) {
        if (path != null && !path.isEmpty()) { // which java would refuse
            words.add(option);
            words.add(path);
        }
    }

    private static IllegalArgumentException refused(Class<?> main) {
        return new IllegalArgumentException(
                main.getName() + " cannot be run: it needs a method public static void main(String[])");
    }
}
