package dev.usher.examples;

import dev.usher.kernel.Kernel;
import dev.usher.kernel.KernelGroup;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/** Runs a program on one kernel, or on several that are one server. */
final class Kernels {
    private static final PrintStream NOBODY = new PrintStream(OutputStream.nullOutputStream());

    private Kernels() {}

    static Option option(int fallback) {
        return Option.number("kernels", fallback, 1, 64);
    }

    /**
     * Answers what the program started in each kernel, when all have ended. The first alone prints: all listen at one
     * port.
     */
    static <S> List<S> run(int kernels, String name, PrintStream out, BiFunction<Kernel, PrintStream, S> program) {
        List<S> started = new ArrayList<>();
        Consumer<Kernel> each = kernel -> started.add(program.apply(kernel, started.isEmpty() ? out : NOBODY));
        if (kernels == 1) {
            Kernel kernel = new Kernel();
            each.accept(kernel);
            kernel.run();
            return started;
        }
        try (KernelGroup group = KernelGroup.of(kernels).name(name).start(each)) {
            group.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // and the group is closed
        }
        return started;
    }
}
