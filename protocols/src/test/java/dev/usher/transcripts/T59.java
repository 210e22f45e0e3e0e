package dev.usher.transcripts;

import dev.usher.kernel.Session;

/** Several runs; sessions go on being numbered. */
final class T59 extends Port {
    @Override
    void program() {
        Session a = S("A", states -> {});
        L("id", a.id());
        kernel.run();
        Session b = S("B", states -> {});
        L("id", b.id());
        L("old id resolves:", bit(kernel.idToSession(a.id()).isPresent()));
        kernel.run();
        kernel.run();
        L("run with no sessions returns at once");
    }
}
