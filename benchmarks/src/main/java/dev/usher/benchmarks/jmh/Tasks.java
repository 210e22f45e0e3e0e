package dev.usher.benchmarks.jmh;

import io.vertx.core.Handler;
import java.util.Arrays;
import java.util.Collections;
import java.util.Random;
import java.util.concurrent.Executor;

/**
 * Tasks that do next to nothing and queue themselves again, of sixteen classes with a body each: a program has many
 * classes of handlers, and the call site that meets them all is what a dispatch benchmark with one class leaves out.
 * Written out because lambdas made in a loop would all be of one class. Each task is used by one thread.
 */
final class Tasks {

    static final int CLASSES = 16;

    private Tasks() {}

    abstract static class Task implements Runnable, Handler<Void> {

        private final Executor queue;
        long sum;
        Budget budget;

        Task(Executor queue) {
            this.queue = queue;
        }

        @Override
        public final void handle(Void nothing) {
            run();
        }

        final void next() {
            if (budget.again()) {
                queue.execute(this);
            }
        }
    }

    /**
     * Makes tasks of so many classes, equally many of each, in an order without a pattern that is the same every time.
     */
    static Task[] make(int count, int classes, Executor queue) {
        Task[] tasks = new Task[count];
        for (int i = 0; i < count; i++) {
            tasks[i] = make(i % classes, queue);
        }
        Collections.shuffle(Arrays.asList(tasks), new Random(1));
        return tasks;
    }

    private static Task make(int kind, Executor queue) {
        return switch (kind) {
            case 0 -> new Task0(queue);
            case 1 -> new Task1(queue);
            case 2 -> new Task2(queue);
            case 3 -> new Task3(queue);
            case 4 -> new Task4(queue);
            case 5 -> new Task5(queue);
            case 6 -> new Task6(queue);
            case 7 -> new Task7(queue);
            case 8 -> new Task8(queue);
            case 9 -> new Task9(queue);
            case 10 -> new Task10(queue);
            case 11 -> new Task11(queue);
            case 12 -> new Task12(queue);
            case 13 -> new Task13(queue);
            case 14 -> new Task14(queue);
            case 15 -> new Task15(queue);
            default -> throw new IllegalArgumentException("no class " + kind);
        };
    }

    private static final class Task0 extends Task {

        Task0(Executor queue) {
            super(queue);
        }

        @Override
        public void run() {
            sum += 1;
            next();
        }
    }

    private static final class Task1 extends Task {

        Task1(Executor queue) {
            super(queue);
        }

        @Override
        public void run() {
            sum += 3;
            next();
        }
    }

    private static final class Task2 extends Task {

        Task2(Executor queue) {
            super(queue);
        }

        @Override
        public void run() {
            sum += 5;
            next();
        }
    }

    private static final class Task3 extends Task {

        Task3(Executor queue) {
            super(queue);
        }

        @Override
        public void run() {
            sum += 7;
            next();
        }
    }

    private static final class Task4 extends Task {

        Task4(Executor queue) {
            super(queue);
        }

        @Override
        public void run() {
            sum += 9;
            next();
        }
    }

    private static final class Task5 extends Task {

        Task5(Executor queue) {
            super(queue);
        }

        @Override
        public void run() {
            sum += 11;
            next();
        }
    }

    private static final class Task6 extends Task {

        Task6(Executor queue) {
            super(queue);
        }

        @Override
        public void run() {
            sum += 13;
            next();
        }
    }

    private static final class Task7 extends Task {

        Task7(Executor queue) {
            super(queue);
        }

        @Override
        public void run() {
            sum += 15;
            next();
        }
    }

    private static final class Task8 extends Task {

        Task8(Executor queue) {
            super(queue);
        }

        @Override
        public void run() {
            sum += 17;
            next();
        }
    }

    private static final class Task9 extends Task {

        Task9(Executor queue) {
            super(queue);
        }

        @Override
        public void run() {
            sum += 19;
            next();
        }
    }

    private static final class Task10 extends Task {

        Task10(Executor queue) {
            super(queue);
        }

        @Override
        public void run() {
            sum += 21;
            next();
        }
    }

    private static final class Task11 extends Task {

        Task11(Executor queue) {
            super(queue);
        }

        @Override
        public void run() {
            sum += 23;
            next();
        }
    }

    private static final class Task12 extends Task {

        Task12(Executor queue) {
            super(queue);
        }

        @Override
        public void run() {
            sum += 25;
            next();
        }
    }

    private static final class Task13 extends Task {

        Task13(Executor queue) {
            super(queue);
        }

        @Override
        public void run() {
            sum += 27;
            next();
        }
    }

    private static final class Task14 extends Task {

        Task14(Executor queue) {
            super(queue);
        }

        @Override
        public void run() {
            sum += 29;
            next();
        }
    }

    private static final class Task15 extends Task {

        Task15(Executor queue) {
            super(queue);
        }

        @Override
        public void run() {
            sum += 31;
            next();
        }
    }
}
