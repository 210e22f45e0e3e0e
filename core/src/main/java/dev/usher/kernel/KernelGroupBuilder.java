package dev.usher.kernel;

import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** Says how a {@link KernelGroup} shall be. Each verb changes this builder and answers it. Not thread-safe. */
public final class KernelGroupBuilder {
    private static final int MOST = 1_024;

    int kernels = Runtime.getRuntime().availableProcessors();
    String name = "kernel";
    boolean handsOff;
    BiConsumer<String, KernelBuilder> configuration = (kernel, builder) -> {};

    KernelGroupBuilder() {}

    /**
     * How many kernels; as many as the JVM may use processors unless said.
     *
     * @param count 1 to 1,024
     * @return this
     */
    public KernelGroupBuilder kernels(int count) {
        if (count < 1 || count > MOST) {
            throw new IllegalArgumentException("a group has 1 to " + MOST + " kernels, not " + count);
        }
        kernels = count;
        return this;
    }

    /**
     * What kernels and threads are called: {@code web} names {@code web-0}, {@code web-1} and so on. It is
     * {@code kernel} unless said.
     *
     * @param name as a kernel's may be
     * @return this
     */
    public KernelGroupBuilder name(String name) {
        this.name = KernelBuilder.checkedName(name);
        return this;
    }

    /**
     * Has one thread accept and deal connections to the kernels in turn also where the system could deal them
     * (SO_REUSEPORT): each kernel gets as many, and none that it does not take, for a change of threads with each
     * connection.
     *
     * @return this
     */
    public KernelGroupBuilder handOff() {
        handsOff = true;
        return this;
    }

    /**
     * How each kernel shall be.
     *
     * @param configuration gets the kernel's name and its builder, in the thread that starts; the name is the group's,
     *     and neighbours are asked for kernels that the group does not have
     * @return this
     */
    public KernelGroupBuilder configuration(BiConsumer<String, KernelBuilder> configuration) {
        this.configuration = Objects.requireNonNull(configuration, "configuration");
        return this;
    }

    /**
     * Makes the kernels, has each run the program in its thread, one after another, and then lets all run. The programs
     * see what those before them did, so they may share plain collections until then.
     *
     * @param program creates the sessions of one kernel
     * @return the group, running
     * @throws RuntimeException what a program threw, as it was, checked exceptions too; all kernels are stopped then
     */
    public KernelGroup start(Consumer<Kernel> program) {
        Objects.requireNonNull(program, "program");
        KernelGroup group = new KernelGroup(this);
        group.start(program);
        return group;
    }
}
