package dev.usher.transcripts;

/** Idle siblings stop in reverse, and a parent after its last child. */
final class R24 extends Port {
    @Override
    void program() {
        S(
                "P",
                p -> p.start((heap, poe) -> {
                    for (int i = 1; i <= 3; i++) {
                        S("C" + i, c -> {});
                    }
                }));
        for (int i = 1; i <= 3; i++) {
            S("S" + i, s -> {});
        }
        kernel.run();
        L("run returned");
    }
}
