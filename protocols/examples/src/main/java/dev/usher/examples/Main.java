package dev.usher.examples;

/** The examples' jar. There are no examples yet, and it says so. */
public final class Main {
    private Main() {}

    /**
     * Says that there is nothing to start.
     *
     * @param arguments not used
     */
    public static void main(String[] arguments) {
        System.err.println("usher-examples: there are no examples yet");
        System.exit(2);
    }
}
