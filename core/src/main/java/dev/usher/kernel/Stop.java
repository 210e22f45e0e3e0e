package dev.usher.kernel;

/** From another thread: ends all sessions of a kernel. */
record Stop(Kernel kernel) implements Mail {
    @Override
    public void run() {
        kernel.stop();
    }

    @Override
    public Letter letter() {
        return new Letter(Letter.Kind.STOP, 0, "", "", null);
    }
}
